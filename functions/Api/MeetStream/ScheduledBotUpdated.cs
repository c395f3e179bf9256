using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

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
