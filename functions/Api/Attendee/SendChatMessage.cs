using System.Text.Json.Nodes;
using Usher.Bots;
using Usher.Commanding;
using Usher.Storage;
using Usher.Wire;

namespace Usher.Api.Attendee;

/// <summary><c>POST /api/v1/bots/{id}/send_chat_message</c>: the bot sends a message to its meeting's chat.</summary>
internal sealed class SendChatMessage(BotStreams streams, MeetingStore meetings)
{
    [Function(nameof(SendChatMessage))]
    public async Task<HttpResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/bots/{id}/send_chat_message")] HttpRequest request,
        string id,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var (call, answer) = await MeetingCommandCall.ReadAsync(streams, request, id, caller, cancellationToken);
        if ((answer ?? call!.BodyRefusal) is { } refusal)
        {
            return refusal;
        }

        var message = ChatMessageField.Check(call!.Root);
        return message.Messages is JsonObject wrong
            ? AttendeeAnswer.Invalid(wrong)
            : call.Refusal(MeetingCommandType.SendChatMessage)
                ?? await UnknownAsync(call.Bot, message.Value!, cancellationToken)
                ?? await call.SendAsync(
                    new MeetingCommand(MeetingCommandType.SendChatMessage, JsonText.Of(message.Value!)),
                    ChatMessageField.Fields,
                    cancellationToken
                );
    }

    private async Task<HttpResult?> UnknownAsync(Bot bot, JsonObject message, CancellationToken cancellationToken) =>
        ChatMessageField.Recipient(message) is { } uuid
        && await meetings.FindParticipantAsync(bot.Project, bot.Id, uuid, cancellationToken) is null
            ? AttendeeAnswer.Error(400, ChatMessageField.UnknownRecipient(uuid))
            : null;
}
