using Usher.Api.Attendee;
using Usher.Api.Management;
using Usher.Api.MeetStream;
using Usher.Api.Runner;
using Usher.Api.Service;

namespace Usher.Api;

/// <summary>Which dialect a path is answered in.</summary>
internal sealed class Dialects(
    AttendeeDialect attendee, MeetStreamDialect meetStream, RunnerDialect runner, ManagementDialect management, ServiceDialect service)
{
    public IDialect Of(PathString path) =>
        AttendeeDialect.EndsWithSlash(path) ? attendee
        : path.StartsWithSegments("/calendar") || path.StartsWithSegments("/api/v1/calendar") ? meetStream
        : path.StartsWithSegments("/api") ? attendee
        : path.StartsWithSegments("/runner") ? runner
        : path.StartsWithSegments("/manage") ? management
        : service;
}
