using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Usher.Bots;
using Usher.Storage;
using Usher.Wire;

namespace Usher.Api.MeetStream;

/// <summary>MeetStream's responses: the status and exact text of every refusal.</summary>
internal static class MeetStreamAnswer
{
    public static HttpResult Updated(Outcome.Done done, ScheduledBotFields fields) =>
        HttpResult.Json(
            200,
            new ScheduledBotUpdated(
                "Scheduled bot updated successfully",
                done.Bot.Id.ToString(),
                fields.Sent,
                done.Events.Any(Reschedules),
                SomeOf(fields.Ignored)
            ),
            MeetStreamJson.Wire.ScheduledBotUpdated,
            Preconditions.Tag(done.Bot.Version)
        );

    public static HttpResult Created(int status, Bot bot) =>
        HttpResult.Json(status, CreatedBot.From(bot), MeetStreamJson.Wire.CreatedBot, Preconditions.Tag(bot.Version));

    /// <param name="outcome">The outcome of a creation.</param>
    public static HttpResult Created(Outcome outcome) =>
        outcome is Outcome.Repeated { Answer: { Status: 201 } kept } ? Duplicate(kept) : From(outcome, done => Created(201, done.Bot));

    public static HttpResult Status(Bot bot) =>
        HttpResult.Json(200, MeetStreamBotStatus.From(bot), MeetStreamJson.Wire.MeetStreamBotStatus, Preconditions.Tag(bot.Version));

    public static HttpResult Detail(Bot bot) =>
        HttpResult.Json(200, new DetailedBot(BotDetail.From(bot)), MeetStreamJson.Wire.DetailedBot, Preconditions.Tag(bot.Version));

    public static HttpResult Removed(Outcome.Done done) =>
        Carried(done.Bot, done.Bot.State == BotState.Deleted ? "Scheduled bot removed successfully" : "Bot is leaving the meeting");

    public static HttpResult Cancelled(Outcome.Done done) => Carried(done.Bot, "Scheduled bot deleted successfully");

    public static HttpResult DataDeleted(Bot bot, int objects) => Carried(bot, "Bot data deleted successfully", objects);

    /// <summary>Soonest first.</summary>
    public static HttpResult Scheduled(IEnumerable<Bot> bots) =>
        HttpResult.Json(
            200,
            new ScheduledBotList([.. bots.OrderBy(bot => bot.JoinAt).Select(ScheduledBotResource.From)]),
            MeetStreamJson.Wire.ScheduledBotList
        );

    public static HttpResult Bots(IReadOnlyList<Bot> page, bool hasNext) =>
        HttpResult.Json(
            200,
            new BotList([.. page.Select(ListedBot.From)], hasNext, hasNext ? page[^1].Id.ToString() : null),
            MeetStreamJson.Wire.BotList
        );

    /// <summary>A 2xx status without a transcript: clients keep polling.</summary>
    public static HttpResult NotReady() => HttpResult.Json(202, [], MeetStreamJson.Wire.IReadOnlyListTranscriptSegment);

    public static HttpResult Transcript(Bot bot, IReadOnlyList<TranscriptSegment> segments, bool isRaw) =>
        isRaw
            ? HttpResult.Json(
                200,
                new RawTranscript(
                    MeetStreamTranscript.IdOf(bot) ?? bot.Id.ToString(),
                    "completed",
                    string.Join(' ', segments.Select(segment => segment.Transcript)),
                    segments
                ),
                MeetStreamJson.Wire.RawTranscript
            )
            : HttpResult.Json(200, segments, MeetStreamJson.Wire.IReadOnlyListTranscriptSegment);

    public static HttpResult Refusal(int status, string text, params (string Name, string Value)[] headers) =>
        HttpResult.Json(status, new RefusalBody(text, text, status), MeetStreamJson.Wire.RefusalBody, headers);

    /// <summary>The error of an update body. If the body has none of the fields, the response lists them.</summary>
    public static HttpResult Invalid(ScheduledBotFields fields) =>
        HttpResult.Json(
            400,
            new RefusalBody(
                fields.Error!,
                fields.Error!,
                400,
                fields.Error == ScheduledBotFields.NoFields ? ScheduledBotFields.Known : null,
                SomeOf(fields.Ignored)
            ),
            MeetStreamJson.Wire.RefusalBody
        );

    public static HttpResult Unauthorized() => Refusal(401, "Unauthorized", ("WWW-Authenticate", "Token"));

    public static HttpResult NoJson() => Refusal(400, "Invalid JSON in request body");

    public static HttpResult TooLarge() => Refusal(413, "Request body too large.");

    public static HttpResult Unreadable(string reason) => Refusal(415, reason);

    public static HttpResult NotYourBot() => Refusal(403, "Bot does not belong to the authenticated user");

    public static HttpResult TranscriptNotFound() => Refusal(404, "Transcript not found");

    public static HttpResult InvalidLimit() => Refusal(400, $"limit must be an integer between 1 and {ListScheduledBots.MaxLimit}");

    public static HttpResult BotNotFound() => Refusal(404, "Bot not found");

    /// <summary>Never 507, which stands for the success of an earlier request in this dialect.</summary>
    public static HttpResult Unavailable() => Refusal(503, "Service temporarily unavailable, try again later.", ("Retry-After", "5"));

    public static HttpResult TooManyRequests(int seconds) =>
        Refusal(429, $"Too many requests, try again in {seconds} s.", ("Retry-After", seconds.ToString(CultureInfo.InvariantCulture)));

    public static HttpResult MalformedCondition() => Refusal(400, Preconditions.Malformed);

    public static HttpResult MalformedKey() => Refusal(400, IdempotencyKey.Malformed);

    public static HttpResult KeyReused() => Refusal(422, IdempotencyKey.Reused);

    /// <param name="outcome">The outcome of an update.</param>
    /// <param name="fields">The fields that were sent.</param>
    public static HttpResult From(Outcome outcome, ScheduledBotFields fields) => From(outcome, done => Updated(done, fields));

    /// <param name="outcome">The outcome of a command.</param>
    /// <param name="success">The response if the command is carried out.</param>
    public static HttpResult From(Outcome outcome, Func<Outcome.Done, HttpResult> success) =>
        outcome switch
        {
            Outcome.Done done => success(done),
            Outcome.Refused refused => From(refused.Refusal),
            Outcome.Repeated repeated => IdempotencyKey.Replay(repeated.Answer),
            Outcome.KeyReused => KeyReused(),
            _ => throw new UnreachableException(),
        };

    public static HttpResult From(BotRefusal refusal) =>
        refusal switch
        {
            BotRefusal.NotFound => BotNotFound(),
            BotRefusal.UpdateNotAllowed { State: var state } when state.IsInMeeting || state is BotState.WaitingRoom or BotState.Leaving =>
                Refusal(400, "Cannot update active bot (bot is currently in a meeting)"),
            BotRefusal.UpdateNotAllowed => Refusal(400, "Bot is not scheduled"),
            BotRefusal.MetadataTooLong tooLong => Refusal(
                400,
                $"custom_attributes may have {Metadata.MaxLength} characters as JSON, together with the bot's existing ones; "
                    + $"they would have {tooLong.Length}"
            ),
            BotRefusal.SettingsTooLarge tooLarge => Refusal(
                400,
                $"transcription_enabled, recording_enabled, screenshot_enabled: {tooLarge.Text}"
            ),
            BotRefusal.DeleteNotAllowed { State: var state } => state.IsConcurrent && state != BotState.Joining
                ? Refusal(400, "Cannot delete active bot (bot is currently in a meeting)")
                : Refusal(400, "Bot is not scheduled"),
            BotRefusal.EventNotAllowed => Refusal(404, "Bot has already stopped"),
            BotRefusal.DataDeletionNotAllowed => Refusal(400, "Cannot delete the data of a bot that has not finished"),
            BotRefusal.DeduplicationKeyInUse => Refusal(409, "A bot has already been created with this deduplication key."),
            BotRefusal.TooManyConcurrentBots tooMany => Refusal(
                429,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{tooMany.Limit} bots of this project are in meetings, which is the limit. Try again later."
                ),
                ("Retry-After", "5")
            ),
            BotRefusal.TooManyEvents => Refusal(400, BotRefusal.TooManyEvents.Text),
            BotRefusal.OtherVersion { Version: var version } => Refusal(412, Preconditions.Failed(version), Preconditions.Tag(version)),
            BotRefusal.LostEveryRace => Refusal(409, "The bot was changed at the same time. Try again."),
            _ => throw new UnreachableException($"{refusal} cannot come from this dialect."),
        };

    private static HttpResult Carried(Bot bot, string message, int? objects = null) =>
        HttpResult.Json(
            200,
            new RemovedBot(message, bot.Id.ToString(), objects),
            MeetStreamJson.Wire.RemovedBot,
            Preconditions.Tag(bot.Version)
        );

    /// <summary>MeetStream's response to a repeated request. Its clients treat this status as success.</summary>
    private static HttpResult Duplicate(StoredAnswer kept)
    {
        var bot = JsonSerializer.Deserialize(kept.Body, MeetStreamJson.Wire.CreatedBot)!;
        return HttpResult.Json(
            507,
            bot with
            {
                Message = "Duplicate request. Returning the original result.",
            },
            MeetStreamJson.Wire.CreatedBot,
            IdempotencyKey.Replay(kept).Headers
        );
    }

    private static IReadOnlyList<string>? SomeOf(IReadOnlyList<string> names) => names.Count == 0 ? null : names;

    private static bool Reschedules(BotEvent next) => next is BotEvent.Updated { Changes.JoinAt: not null };
}
