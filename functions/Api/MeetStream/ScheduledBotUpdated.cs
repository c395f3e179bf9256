using Usher.Wire;

namespace Usher.Api.MeetStream;

/// <param name="UpdatedFields">The known fields that were sent.</param>
/// <param name="ScheduleUpdated">The time to join at is another one now.</param>
/// <param name="IgnoredFields">What else was sent, and is no field of an update; null: nothing.</param>
internal sealed record ScheduledBotUpdated(
    string Message,
    string BotId,
    IReadOnlyList<string> UpdatedFields,
    bool ScheduleUpdated,
    IReadOnlyList<string>? IgnoredFields = null
);
