using System.Text.Json;
using Usher.Api.Validation;
using Usher.Bots;
using Usher.Wire;

namespace Usher.Api.Runner;

/// <summary>
/// The body of a report: <c>{"id", "type", "sub_type", "occurred_at", "data"}</c>. Unknown members are ignored, and so is a <c>data</c>
/// that is not an object.
/// </summary>
internal static class RunnerReport
{
    private const int MaxIdLength = 100;

    /// <summary>
    /// Limit of a report's data, in characters as JSON. It is stored permanently with its event and again for the feed, and sent by
    /// webhooks.
    /// </summary>
    public const int MaxDataLength = 16_000;

    /// <param name="body">A JSON object.</param>
    public static (BotCommand.Report? Report, HttpResult? Refusal) Read(JsonElement body)
    {
        if (Text(body, "id") is not { } id || !IsId(id))
        {
            return (null, RunnerAnswer.NoReportId());
        }

        if (Text(body, "type") is not { } name || WireName.Parse<BotEventType>(name) is not { IsReportable: true } type)
        {
            return (null, RunnerAnswer.UnknownType(Text(body, "type")));
        }

        if (SafeText.TryGet(body, "sub_type", out var subType) && subType.ValueKind is not (JsonValueKind.String or JsonValueKind.Null))
        {
            return (null, RunnerAnswer.NoSubType());
        }

        DateTimeOffset? occurredAt = null;
        if (SafeText.TryGet(body, "occurred_at", out var time) && time.ValueKind != JsonValueKind.Null)
        {
            (occurredAt, var messages) = TimeField.Check(time);
            if (messages is not null)
            {
                return (null, RunnerAnswer.WrongTime(messages[0]!.GetValue<string>()));
            }
        }

        JsonText? data = null;
        if (SafeText.TryGet(body, "data", out var value) && value.ValueKind == JsonValueKind.Object)
        {
            if (SafeText.IsUnsafe(value))
            {
                return (null, RunnerAnswer.Error(400, $"data: {SafeText.NotAllowed}"));
            }

            data = JsonText.Of(value);
            if (data.Value.Text.Length > MaxDataLength)
            {
                return (null, RunnerAnswer.DataTooLong(data.Value.Text.Length));
            }
        }

        return (new BotCommand.Report(id, type, Text(body, "sub_type"), data) { Actor = Actor.Runner, OccurredAt = occurredAt }, null);
    }

    /// <returns>Null if the member is absent or not a string.</returns>
    public static string? Text(JsonElement body, string name) =>
        SafeText.TryGet(body, name, out var value) && value.ValueKind == JsonValueKind.String ? SafeText.Of(value) : null;

    public static bool IsId(string id) =>
        id.Length is > 0 and <= MaxIdLength && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or ':' or '.');
}
