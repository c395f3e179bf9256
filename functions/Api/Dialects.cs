using Usher.Api.Attendee;
using Usher.Api.Management;
using Usher.Api.MeetStream;
using Usher.Api.Runner;
using Usher.Api.Service;

namespace Usher.Api;

/// <summary>Selects the dialect of a path.</summary>
internal sealed class Dialects(
    AttendeeDialect attendee,
    MeetStreamDialect meetStream,
    RunnerDialect runner,
    ManagementDialect management,
    ServiceDialect service
)
{
    public IDialect Of(PathString path) =>
        AttendeeDialect.EndsWithSlash(path) ? attendee
        : IsBelow(path, "/calendar") || IsBelow(path, "/api/v1/calendar") || IsBelow(path, "/meetstream") || MeetStreamDialect.Has(path)
            ? meetStream
        : IsBelow(path, "/api") ? attendee
        : IsBelow(path, "/runner") ? runner
        : IsBelow(path, "/manage") ? management
        : service;

    private static bool IsBelow(PathString path, string prefix) => path.StartsWithSegments(prefix, StringComparison.Ordinal);
}
