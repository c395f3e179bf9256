using System.Globalization;
using Usher.Wire;

namespace Usher.Api.Attendee;

/// <summary>What both event lists share: <c>limit</c>, and a <c>next</c> that is always present.</summary>
internal static class EventPaging
{
    public const int MaxLimit = 200;

    public static readonly string[] Parameters = ["after", "limit"];

    private const int DefaultLimit = 100;

    public static HttpResult Page(IReadOnlyList<EventResource> events, string next) =>
        HttpResult.Json(200, new EventPage(next, events), AttendeeJson.Wire.EventPage);

    /// <returns>Null if the value is invalid.</returns>
    public static int? Limit(HttpRequest request) =>
        request.Query["limit"].LastOrDefault() is not { Length: > 0 } text ? DefaultLimit
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is > 0 and <= MaxLimit ? limit
        : null;
}
