using Usher.Commanding;
using Usher.Meetings;
using Usher.Runner;
using Usher.Storage;
using Usher.Wire;

namespace Usher.Api.Attendee;

/// <summary><c>GET /api/v1/bots/{id}/chat_messages</c>: chat messages with their latest text, 25 per page, oldest first.</summary>
internal sealed class ListChatMessages(BotStreams streams, MeetingReader meetings, PublicUrl publicUrl)
{
    [Function(nameof(ListChatMessages))]
    public async Task<HttpResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/bots/{id}/chat_messages")] HttpRequest request,
        string id,
        Caller caller,
        CancellationToken cancellationToken
    ) => IgnoredFields.Tell(await ListAsync(request, id, caller, cancellationToken), request, "updated_after", "cursor");

    private async Task<HttpResult> ListAsync(HttpRequest request, string id, Caller caller, CancellationToken cancellationToken)
    {
        if (await streams.FindAsync(caller.Project, id, cancellationToken) is not { Id: var bot } found)
        {
            return AttendeeAnswer.BotNotFound();
        }

        // Despite its name, Attendee compares it with the time at which the message first arrived.
        if (!MeetingQuery.TryTime(request, "updated_after", out var after))
        {
            return AttendeeAnswer.InvalidTime("updated_after");
        }

        var participants = await meetings.ParticipantsAsync(found, cancellationToken);
        var events = await meetings.AllEventsAsync(found, MeetingKind.Chat, cancellationToken);
        var messages = CurrentEvents
            .Of(events)
            .Where(current => after is null || current.CreatedAt > after)
            .Select(current => new MeetingPageItem(
                current.Sequence,
                writer =>
                    MeetingItems.Write(
                        writer,
                        bot,
                        current.Sequence,
                        (MeetingEvent.ChatMessage)current.Latest.Event,
                        participants.Of(current.Latest.Event)
                    )
            ))
            .ToList();
        return await MeetingPage.AnswerAsync(request, publicUrl, messages, cancellationToken);
    }
}
