using Usher.Wire;

namespace Usher.Api.MeetStream;

/// <param name="Message">The error; <paramref name="Error"/> has the same text because clients read either.</param>
/// <param name="ValidFields">The known fields, if the request has none of them.</param>
/// <param name="IgnoredFields">Fields that were sent but do not exist in an update; null if there are none.</param>
internal sealed record RefusalBody(
    string Message,
    string Error,
    int StatusCode,
    IReadOnlyList<string>? ValidFields = null,
    IReadOnlyList<string>? IgnoredFields = null
);
