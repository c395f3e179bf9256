using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Net.Http.Headers;
using Usher.Api.Validation;
using Usher.Bots;
using Usher.Storage;
using Usher.Wire;

namespace Usher.Api.Attendee;

/// <summary>Attendee's responses: the status and exact text of every refusal.</summary>
internal static class AttendeeAnswer
{
    public static HttpResult Bot(int status, Bot bot) =>
        HttpResult.Json(status, BotResource.From(bot), AttendeeJson.Wire.BotResource, Preconditions.Tag(bot.Version));

    public static HttpResult Detail(int status, string text, params (string Name, string Value)[] headers) =>
        HttpResult.Json(status, new DetailBody(text), AttendeeJson.Wire.DetailBody, headers);

    public static HttpResult Error(int status, string text, params (string Name, string Value)[] headers) =>
        HttpResult.Json(status, new ErrorBody(text), AttendeeJson.Wire.ErrorBody, headers);

    public static HttpResult Invalid(FieldErrors errors) => Invalid(errors.ToJson());

    public static HttpResult Invalid(JsonObject errors) => HttpResult.Json(400, errors, AttendeeJson.Wire.JsonObject);

    private static HttpResult Invalid(string field, string sentence)
    {
        var errors = new FieldErrors();
        errors.Add(field, new JsonArray(sentence));
        return Invalid(errors);
    }

    public static HttpResult MethodNotAllowed(string method, string allow) =>
        Detail(405, $"Method \"{method}\" not allowed.", ("Allow", allow));

    public static HttpResult EmptyPage() => HttpResult.Json(200, new BotPage(null, null, []), AttendeeJson.Wire.BotPage);

    public static HttpResult NoAuthorization() => Unauthenticated("Missing Authorization header");

    public static HttpResult WrongAuthorization() =>
        Unauthenticated("Invalid Authorization header. Should have this format: Token <api_key>");

    public static HttpResult WrongKey() => Unauthenticated("Invalid or disabled API key");

    public static HttpResult InvalidCursor() => Detail(404, "Invalid cursor");

    public static HttpResult NotFound() => Error(404, "Not found");

    public static HttpResult BotNotFound() => Error(404, "Bot not found");

    public static HttpResult InvalidTime(string name) =>
        Error(400, $"Invalid {name} format. Use ISO 8601 format (e.g., 2024-01-18T12:34:56Z)");

    public static HttpResult InvalidLimit(int max) =>
        Error(400, string.Create(CultureInfo.InvariantCulture, $"Invalid limit. It must be a number from 1 to {max}."));

    public static HttpResult InvalidAfter() => Error(400, "Invalid after. It must be the sequence number of the last event that you have.");

    public static HttpResult AsyncTranscriptionNotFound() => Error(404, "Async Transcription not found");

    public static HttpResult AsyncTranscriptionNotEnabled() => Error(400, "Async transcription is not enabled for your account.");

    public static HttpResult InvalidIsHost() => Error(400, "Invalid is_host value. Use true or false.");

    public static HttpResult NoRecordingFile() => Error(404, "No recording file found for bot");

    public static HttpResult DeliveryNotFound() => Error(404, "Webhook delivery not found");

    public static HttpResult DeliveryUnderWay() => Error(409, "An attempt is in progress. Try again.");

    public static HttpResult Unavailable() => Detail(503, "Service temporarily unavailable, try again later.", ("Retry-After", "5"));

    public static HttpResult TooManyRequests(int seconds) =>
        Detail(
            429,
            $"Request was throttled. Expected available in {seconds} second{(seconds == 1 ? "" : "s")}.",
            ("Retry-After", seconds.ToString(CultureInfo.InvariantCulture))
        );

    public static HttpResult MalformedCondition() => Detail(400, Preconditions.Malformed);

    public static HttpResult MalformedKey() => Detail(400, IdempotencyKey.Malformed);

    public static HttpResult OtherVersion(int version) => Detail(412, Preconditions.Failed(version), Preconditions.Tag(version));

    public static HttpResult KeyReused() => Detail(422, IdempotencyKey.Reused);

    public static HttpResult Body(JsonBody body) =>
        body switch
        {
            JsonBody.TooLarge => Detail(413, "Request body too large."),
            JsonBody.WrongMediaType wrong => Detail(415, $"Unsupported media type \"{wrong.MediaType}\" in request."),
            JsonBody.Unreadable unreadable => Detail(415, unreadable.Reason),
            JsonBody.Malformed malformed => Detail(400, $"JSON parse error - {malformed.Reason}"),
            _ => throw new UnreachableException(),
        };

    public static HttpResult From(Outcome outcome, int success = 200) =>
        outcome switch
        {
            Outcome.Done done => Bot(success, done.Bot),
            Outcome.Refused refused => From(refused.Refusal),
            Outcome.Repeated repeated => IdempotencyKey.Replay(repeated.Answer),
            Outcome.KeyReused => KeyReused(),
            _ => throw new UnreachableException(),
        };

    /// <summary>200 without a body, as Attendee answers requests that it passes on to a bot's runner.</summary>
    public static HttpResult Accepted(Outcome outcome) =>
        outcome is Outcome.Done done ? new HttpResult(200, default, Preconditions.Tag(done.Bot.Version)) : From(outcome);

    public static HttpResult From(BotRefusal refusal) =>
        refusal switch
        {
            BotRefusal.NotFound => BotNotFound(),
            BotRefusal.EventNotAllowed notAllowed => Error(400, notAllowed.Text),
            BotRefusal.UpdateNotAllowed notAllowed => Error(
                400,
                $"Bot is in state {notAllowed.State.Name} but join_at, meeting_url, bot_name, bot_image and recording_settings can only "
                    + "be updated when in the scheduled state"
            ),
            BotRefusal.SettingsTooLarge tooLarge => Invalid(tooLarge.Field, tooLarge.Text),
            BotRefusal.DeleteNotAllowed notAllowed => Error(
                400,
                $"Bot is in state {notAllowed.State.Name} but can only be deleted when in scheduled state"
            ),
            BotRefusal.DataDeletionNotAllowed => Error(400, "Bot is not in a state where the data deleted event can be created"),
            BotRefusal.MeetingCommandNotAllowed notAllowed => Error(400, MeetingCommandText.NotAllowed(notAllowed.Type, notAllowed.State)),
            BotRefusal.MeetingCommandNotSupported notSupported => Error(400, MeetingCommandText.NotSupported(notSupported.Type)),
            BotRefusal.MediaIsPlaying playing => Error(400, MeetingCommandText.Playing(playing.Type)),
            BotRefusal.TooManyOpenCommands => Error(400, BotRefusal.TooManyOpenCommands.Text),
            BotRefusal.DeduplicationKeyInUse { Holder: var holder } => Error(
                400,
                "Deduplication key already in use. A bot in a non-terminal state with this deduplication key already exists. "
                    + "Please use a different deduplication key or wait for that bot to terminate.",
                holder is { } bot ? [(HeaderNames.Location, $"/api/v1/bots/{bot}")] : []
            ),
            BotRefusal.TooManyConcurrentBots tooMany => Error(
                400,
                $"You have exceeded the maximum number of concurrent bots ({tooMany.Limit}) for your account. Please reach out to "
                    + "customer support to increase the limit."
            ),
            BotRefusal.TooManyEvents => Error(400, BotRefusal.TooManyEvents.Text),
            BotRefusal.OtherVersion other => OtherVersion(other.Version),
            BotRefusal.LostEveryRace => Error(409, "The bot was changed at the same time. Try again."),
            _ => throw new UnreachableException($"{refusal} cannot come from this dialect."),
        };

    private static HttpResult Unauthenticated(string text) => Detail(401, text, ("WWW-Authenticate", "Token"));
}
