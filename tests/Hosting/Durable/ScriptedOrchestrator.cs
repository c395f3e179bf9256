using System.Text.Json;
using Usher.Hosting.Durable;

namespace Usher.Tests.Hosting.Durable;

/// <summary>
/// Does what its input says, letter by letter, and tells what came of it in its status and its inputs, so that any difference between two runs shows.
/// A slash continues as new with the rest.
/// </summary>
internal static class ScriptedOrchestrator
{
    public const string Letters = "ABETLRS/";

    public static async Task<string?> Run(TaskOrchestrationContext context)
    {
        var script = context.GetInput()!.Trim('"');
        var story = "";
        for (var i = 0; i < script.Length; i++)
        {
            if (script[i] == '/')
            {
                context.ContinueAsNew($"\"{script[(i + 1)..]}\"");
                return null;
            }

            story += $"{script[i]}:{await Step(context, script[i], story)};";
            context.SetCustomStatus(Quote(story));
        }

        return Quote(story);
    }

    private static async Task<string> Step(TaskOrchestrationContext context, char letter, string story) => letter switch
    {
        'A' => await Try(context.CallActivityAsync("Work", Quote(story))),
        'B' => string.Join('+', await Task.WhenAll(Try(context.CallActivityAsync("Left")), Try(context.CallActivityAsync("Right")))),
        'E' => await Try(context.WaitForExternalEvent("x")),
        'T' => await Timer(context, TimeSpan.FromMinutes(1)),
        'L' => await Timer(context, TimeSpan.FromDays(7)),
        'R' => await Race(context),
        _ => $"{context.CurrentUtcDateTime:O}",
    };

    private static async Task<string> Timer(TaskOrchestrationContext context, TimeSpan delay)
    {
        await context.CreateTimer(delay, CancellationToken.None);
        return $"{context.CurrentUtcDateTime:O}";
    }

    private static async Task<string> Race(TaskOrchestrationContext context)
    {
        using var stop = new CancellationTokenSource();
        Task[] runners =
        [
            context.CreateTimer(TimeSpan.FromDays(4), stop.Token), context.WaitForExternalEvent("x", stop.Token), context.WaitForExternalEvent("y", stop.Token),
        ];
        var winner = Array.IndexOf(runners, await Task.WhenAny(runners));
        Cancel(stop);
        return $"{winner}";
    }

    private static async Task<string> Try(Task<string?> task)
    {
        try
        {
            return await task ?? "nothing";
        }
        catch (TaskFailedException failure)
        {
            return failure.Message;
        }
    }

    private static void Cancel(CancellationTokenSource source) => source.Cancel();

    private static string Quote(string text) => $"\"{JsonEncodedText.Encode(text)}\"";
}
