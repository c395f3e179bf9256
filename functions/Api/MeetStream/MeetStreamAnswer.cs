using System.Diagnostics;
using System.Globalization;
using Usher.Bots;
using Usher.Storage;

namespace Usher.Api.MeetStream;

/// <summary>This dialect's answers: every refusal has its status and its exact words here.</summary>
internal static class MeetStreamAnswer
{
    public static HttpAnswer Updated(Outcome.Done done, ScheduledBotFields fields) => HttpAnswer.Json(
        200,
        new ScheduledBotUpdated(
            "Scheduled bot updated successfully", done.Bot.Id.ToString(), fields.Sent, done.Events.Any(Reschedules), SomeOf(fields.Ignored)),
        MeetStreamJson.Wire.ScheduledBotUpdated,
        Preconditions.Tag(done.Bot.Version));

    public static HttpAnswer Refusal(int status, string text, params (string Name, string Value)[] headers) =>
        HttpAnswer.Json(status, new RefusalBody(text, text, status), MeetStreamJson.Wire.RefusalBody, headers);

    /// <summary>What is wrong with a body; where it has none of the fields, which there are.</summary>
    public static HttpAnswer Invalid(ScheduledBotFields fields) => HttpAnswer.Json(
        400,
        new RefusalBody(
            fields.Error!, fields.Error!, 400, fields.Error == ScheduledBotFields.NoFields ? ScheduledBotFields.Known : null, SomeOf(fields.Ignored)),
        MeetStreamJson.Wire.RefusalBody);

    public static HttpAnswer Unauthorized() => Refusal(401, "Unauthorized", ("WWW-Authenticate", "Token"));

    public static HttpAnswer NoJson() => Refusal(400, "Invalid JSON in request body");

    public static HttpAnswer TooLarge() => Refusal(413, "Request body too large.");

    public static HttpAnswer Unreadable(string reason) => Refusal(415, reason);

    public static HttpAnswer NotYourBot() => Refusal(403, "Bot does not belong to the authenticated user");

    public static HttpAnswer BotNotFound() => Refusal(404, "Bot not found");

    /// <summary>Never 507: the clients of this dialect take that for the success of an earlier request.</summary>
    public static HttpAnswer Unavailable() => Refusal(503, "Service temporarily unavailable, try again later.", ("Retry-After", "5"));

    public static HttpAnswer TooManyRequests(int seconds) =>
        Refusal(429, $"Too many requests, try again in {seconds} s.", ("Retry-After", seconds.ToString(CultureInfo.InvariantCulture)));

    public static HttpAnswer MalformedCondition() => Refusal(400, Preconditions.Malformed);

    public static HttpAnswer MalformedKey() => Refusal(400, IdempotencyKey.Malformed);

    public static HttpAnswer KeyReused() => Refusal(422, IdempotencyKey.Reused);

    /// <param name="outcome">Of an update.</param>
    /// <param name="fields">What was sent.</param>
    public static HttpAnswer From(Outcome outcome, ScheduledBotFields fields) => outcome switch
    {
        Outcome.Done done => Updated(done, fields),
        Outcome.Refused refused => From(refused.Refusal),
        Outcome.Repeated repeated => IdempotencyKey.Replay(repeated.Answer),
        Outcome.KeyReused => KeyReused(),
        _ => throw new UnreachableException(),
    };

    public static HttpAnswer From(BotRefusal refusal) => refusal switch
    {
        BotRefusal.NotFound => BotNotFound(),
        BotRefusal.UpdateNotAllowed { State: var state } when state.IsInMeeting || state is BotState.WaitingRoom or BotState.Leaving =>
            Refusal(400, "Cannot update active bot (bot is currently in a meeting)"),
        BotRefusal.UpdateNotAllowed => Refusal(400, "Bot is not scheduled"),
        BotRefusal.MetadataTooLong tooLong => Refusal(
            400, $"custom_attributes may have {Metadata.MaxLength} characters as JSON together with those that the bot has, not {tooLong.Length}"),
        BotRefusal.SettingsTooLarge tooLarge => Refusal(
            400, $"transcription_enabled, recording_enabled, screenshot_enabled: {tooLarge.Text}"),
        BotRefusal.TooManyEvents => Refusal(400, BotRefusal.TooManyEvents.Text),
        BotRefusal.OtherVersion { Version: var version } => Refusal(412, Preconditions.Failed(version), Preconditions.Tag(version)),
        BotRefusal.LostEveryRace => Refusal(409, "The bot was changed at the same time. Try again."),
        _ => throw new UnreachableException($"{refusal} cannot come from this dialect."),
    };

    private static IReadOnlyList<string>? SomeOf(IReadOnlyList<string> names) => names.Count == 0 ? null : names;

    private static bool Reschedules(BotEvent next) => next is BotEvent.Updated { Changes.JoinAt: not null };
}
