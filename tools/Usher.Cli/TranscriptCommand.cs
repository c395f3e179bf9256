using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Usher.Bots;
using Usher.Meetings;
using Usher.Storage;

namespace Usher.Cli;

/// <summary><c>usher bots transcript</c>.</summary>
internal static class TranscriptCommand
{
    public static Command Create()
    {
        var id = new Argument<string>("bot") { Description = "The bot's id." };
        var (project, json) = (UsherCommand.Project(), UsherCommand.Json());
        var command = new Verb(
            "transcript",
            "Prints a meeting's transcript, with times in UTC; with --json, one utterance per line.",
            "usher bots transcript bot_3pVj4QcEyhV3mfHc --project acme"
        )
        {
            id,
            project,
            json,
        };
        command.SetAction(
            (parsed, cancellationToken) =>
                CommandContext.RunAsync(
                    parsed,
                    json,
                    project,
                    context => PrintAsync(context, parsed.GetRequiredValue(project), parsed.GetRequiredValue(id), cancellationToken),
                    cancellationToken
                )
        );
        return command;
    }

    private static async Task<int> PrintAsync(CommandContext context, string project, string name, CancellationToken cancellationToken)
    {
        if (
            !BotId.TryParse(name, out var id)
            || await context.Service<BotStore>().ReadAsync(project, id, cancellationToken) is not { Bot: var bot }
        )
        {
            return await context.FailNoBotAsync(project, name);
        }

        foreach (var utterance in await context.Service<Transcripts>().OfAsync(bot, updatedAfter: null, cancellationToken))
        {
            await context.SayAsync(Json(utterance), BotJson.Relaxed.JsonElement, [Line(utterance)]);
        }

        return ExitCode.Done;
    }

    private static JsonElement Json(MeetingEvent.Utterance utterance)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            MeetingItems.Write(writer, utterance, utterance.Participant, onlyText: false);
        }

        return JsonElement.Parse(bytes.ToArray());
    }

    private static string Line(MeetingEvent.Utterance utterance)
    {
        var time = DateTimeOffset.FromUnixTimeMilliseconds(utterance.TimestampMs).ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        return $"{time}  {MeetingText.Of(utterance.Participant, MeetingItems.TextOf(utterance))}";
    }
}
