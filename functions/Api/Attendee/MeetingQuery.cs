using Usher.Api.Validation;

namespace Usher.Api.Attendee;

/// <summary>Times in queries about a meeting.</summary>
internal static class MeetingQuery
{
    /// <returns>False where the parameter is no time; the time is null where it is absent or empty.</returns>
    public static bool TryTime(HttpRequest request, string name, out DateTimeOffset? time)
    {
        var text = request.Query[name].LastOrDefault();
        time = string.IsNullOrEmpty(text) ? null : TimeField.Parse(text);
        return time is not null || string.IsNullOrEmpty(text);
    }
}
