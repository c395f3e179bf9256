using Usher.Api.Validation;

namespace Usher.Api.Attendee;

/// <summary>Reads times from the query string.</summary>
internal static class MeetingQuery
{
    /// <returns>False if the parameter is not a valid time. The time is null if the parameter is absent or empty.</returns>
    public static bool TryTime(HttpRequest request, string name, out DateTimeOffset? time)
    {
        var text = request.Query[name].LastOrDefault();
        time = string.IsNullOrEmpty(text) ? null : TimeField.Parse(text);
        return time is not null || string.IsNullOrEmpty(text);
    }
}
