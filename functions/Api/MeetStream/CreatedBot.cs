using System.Text.Json.Serialization;
using Usher.Bots;

namespace Usher.Api.MeetStream;

/// <param name="TranscriptId">Null if the meeting is not transcribed after it ends.</param>
/// <param name="Message">Present only if the request is a duplicate.</param>
internal sealed record CreatedBot(
    string BotId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? TranscriptId,
    string MeetingUrl,
    string Status,
    string? Message = null
)
{
    public static CreatedBot From(Bot bot) => new(bot.Id.ToString(), MeetStreamTranscript.IdOf(bot), bot.MeetingUrl, "Active");
}
