using System.Text.Json.Serialization;
using Usher.Bots;

namespace Usher.Api.MeetStream;

/// <param name="TranscriptId">Null: nobody transcribes the meeting after it.</param>
/// <param name="Message">Only where the request has come before.</param>
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
