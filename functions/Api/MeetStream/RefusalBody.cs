using Usher.Wire;

namespace Usher.Api.MeetStream;

/// <param name="Message">What went wrong; <paramref name="Error"/> is the same text, since readers of this dialect look for either.</param>
/// <param name="ValidFields">Where there was none of them.</param>
/// <param name="IgnoredFields">What was sent and is no field of an update; null: nothing.</param>
internal sealed record RefusalBody(
    string Message,
    string Error,
    int StatusCode,
    IReadOnlyList<string>? ValidFields = null,
    IReadOnlyList<string>? IgnoredFields = null
);
