using Usher.Wire;

namespace Usher.Api.MeetStream;

/// <param name="UpdatedFields">The known fields that were sent.</param>
/// <param name="ScheduleUpdated">Whether the join time has changed.</param>
/// <param name="IgnoredFields">Fields that were sent but do not exist in an update; null if there are none.</param>
internal sealed record ScheduledBotUpdated(
    string Message,
    string BotId,
    IReadOnlyList<string> UpdatedFields,
    bool ScheduleUpdated,
    IReadOnlyList<string>? IgnoredFields = null
);
