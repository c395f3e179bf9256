using System.Text.Json;
using Usher.Bots;
using Usher.Webhooks;

namespace Usher.Api.MeetStream;

internal sealed record MeetStreamBotStatus(string BotId, string Status, JsonElement CustomAttributes)
{
    public static MeetStreamBotStatus From(Bot bot) =>
        new(bot.Id.ToString(), MeetStreamStatus.Of(bot), (bot.Metadata ?? JsonText.EmptyObject).Element);
}
