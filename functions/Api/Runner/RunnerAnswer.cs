using System.Diagnostics;
using System.Globalization;
using Usher.Bots;
using Usher.Meetings;
using Usher.Runner;
using Usher.Storage;
using Usher.Wire;

namespace Usher.Api.Runner;

/// <summary>
/// The runner API's responses: <c>{"state": …}</c>, with more for a claim, or <c>{"error": …}</c> with a status that tells the runner how
/// to proceed.
/// </summary>
internal static class RunnerAnswer
{
    private static readonly string ReportableNames = string.Join(
        ", ",
        Enum.GetValues<BotEventType>().Where(type => type.IsReportable).Select(type => type.Name)
    );

    private static readonly string CapabilityNames = string.Join(", ", Enum.GetValues<MeetingCommandType>().Select(type => type.Name));

    public static HttpResult State(Bot bot) => HttpResult.Json(200, new RunnerState(bot.State.Name), RunnerJson.Default.RunnerState);

    /// <param name="command">The meeting command; null for other commands.</param>
    public static HttpResult Claimed(Bot bot, MeetingCommand? command, PublicUrl publicUrl)
    {
        var imageUrl = bot.Settings.Image is null ? null : $"{publicUrl.ReportTo(bot.Id)}/image";
        var mediaUrl = MediaOf(command) is { } hash ? $"{publicUrl.ReportTo(bot.Id)}/media/{hash}" : null;
        var claim = new RunnerClaim(
            bot.State.Name,
            bot.Settings.Json.Element,
            bot.Metadata?.Element,
            imageUrl,
            command?.Payload?.Element,
            mediaUrl
        );
        return HttpResult.Json(200, claim, RunnerJson.Default.RunnerClaim);
    }

    public static HttpResult Error(int status, string text, params (string Name, string Value)[] headers) =>
        HttpResult.Json(status, new RunnerError(text), RunnerJson.Default.RunnerError, headers);

    public static HttpResult Unauthorized() => Error(401, "Unauthorized", ("WWW-Authenticate", "Bearer"));

    public static HttpResult Unavailable() => Error(503, "Service temporarily unavailable, try again later.", ("Retry-After", "5"));

    public static HttpResult TooManyBatches(int secondsToWait) =>
        Error(
            429,
            string.Create(
                CultureInfo.InvariantCulture,
                $"Too many batches for this bot. Send this one again in {secondsToWait} s, and put more entries into each."
            ),
            ("Retry-After", secondsToWait.ToString(CultureInfo.InvariantCulture))
        );

    public static HttpResult BotNotFound() => Error(404, "Bot not found");

    public static HttpResult NoMedia() => Error(404, "The bot has no such media");

    public static HttpResult NoImage() => Error(404, "The bot has no image");

    public static HttpResult RecordsNothing() => Error(409, "The bot does not record: the format in its recording_settings is none.");

    public static HttpResult NoReportId() => Error(400, "A report needs an id of its own (a UUID), so that it can be sent again safely.");

    public static HttpResult UnknownType(string? name) => Error(400, $"Unknown event type '{name}'. Runners report: {ReportableNames}.");

    public static HttpResult NoSubType() => Error(400, "sub_type must be a string, or null.");

    public static HttpResult WrongTime(string reason) => Error(400, $"occurred_at: {reason}");

    public static HttpResult NoRunner(BotState state) =>
        HttpResult.Json(
            409,
            new RunnerError($"The bot is {state.Name}: there is nothing for a runner to do.", state.Name),
            RunnerJson.Default.RunnerError
        );

    public static HttpResult NoCommandId(BotId bot) =>
        Error(400, $"command_id must be the id of a command for {bot}, like '{RunnerCommand.Id(bot, 2)}'.");

    public static HttpResult MalformedClaimId() => Error(400, "Invalid id. It is optional; a UUID makes the claim safe to send again.");

    public static HttpResult MalformedCapabilities() => Error(400, $"capabilities must be a list of these names: {CapabilityNames}.");

    public static HttpResult DataTooLong(int length) =>
        Error(413, $"data has {length} characters as JSON; the limit is {RunnerReport.MaxDataLength}.");

    public static HttpResult Body(JsonBody body) =>
        body switch
        {
            JsonBody.TooLarge => Error(413, "Request body too large."),
            JsonBody.WrongMediaType wrong => Error(415, $"Content-Type must be application/json, not '{wrong.MediaType}'."),
            JsonBody.Unreadable unreadable => Error(415, unreadable.Reason),
            JsonBody.Malformed malformed => Error(400, $"JSON parse error - {malformed.Reason}"),
            _ => Error(400, "The body must be a JSON object."),
        };

    public static HttpResult From(Outcome outcome) =>
        outcome switch
        {
            Outcome.Done done => State(done.Bot),
            Outcome.Refused refused => From(refused.Refusal),
            _ => throw new UnreachableException(),
        };

    public static HttpResult From(BotRefusal refusal) =>
        refusal switch
        {
            BotRefusal.NotFound => BotNotFound(),
            BotRefusal.EventNotAllowed notAllowed => Error(409, notAllowed.Text),
            BotRefusal.ImplausibleTime => WrongTime("It must be no more than a week ago, and no more than a day ahead."),
            BotRefusal.ReportIdReused => Error(
                422,
                "This id was already used for a different report (its type, sub_type or data differ). Send a new report with a new id."
            ),
            BotRefusal.UnknownSubType unknown => Error(400, SubTypeText(unknown)),
            BotRefusal.CommandNotClaimable => Error(409, "The command was already claimed or is no longer valid: do not carry it out."),
            BotRefusal.TooManyEvents => Error(409, BotRefusal.TooManyEvents.Text),
            BotRefusal.LostEveryRace => Error(409, "The bot was changed at the same time. Try again."),
            _ => throw new UnreachableException(),
        };

    public static HttpResult From(BatchOutcome outcome) =>
        outcome switch
        {
            BatchOutcome.Taken taken => HttpResult.Json(200, new RunnerState(taken.State.Name), RunnerJson.Default.RunnerState),
            BatchOutcome.BotNotFound => BotNotFound(),
            BatchOutcome.NoRunner noRunner => NoRunner(noRunner.State),
            BatchOutcome.IdReused => Error(422, "This id was already used for a different batch. Send a new batch with a new id."),
            BatchOutcome.StreamIsFull full => Error(409, $"The meeting has {full.Max} events and accepts no more."),
            BatchOutcome.LostEveryRace => Error(
                429,
                "Other batches of this meeting arrived at the same time. Send this one again.",
                ("Retry-After", "1")
            ),
            _ => throw new UnreachableException(),
        };

    /// <summary>The hash of the command's file; null if it has none, or the bot's data is deleted.</summary>
    private static string? MediaOf(MeetingCommand? command) =>
        command is { Type: MeetingCommandType.OutputImage or MeetingCommandType.OutputAudio, Payload: { } payload }
            ? payload.Element.GetProperty("sha256").GetString()
            : null;

    private static string SubTypeText(BotRefusal.UnknownSubType unknown) =>
        BotSubTypes.All.TryGetValue(unknown.Type, out var subTypes)
            ? $"Event {unknown.Type.Name} needs one of these sub_types: {string.Join(", ", subTypes.Order(StringComparer.Ordinal))}"
                + (BotSubTypes.MayBeInvented(unknown.Type) ? "; or any other of 1 to 64 characters from a to z, 0 to 9 and _." : ".")
            : $"Event {unknown.Type.Name} has no sub_type.";
}
