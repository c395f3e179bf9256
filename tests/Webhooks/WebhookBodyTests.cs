using Usher.Bots;
using Usher.Storage;
using Usher.Tests.Support;
using Usher.Webhooks;

namespace Usher.Tests.Webhooks;

public sealed class WebhookBodyTests
{
    [Fact]
    public void Data_added_by_a_runner_is_sent_in_canonical_form_with_the_streams_event_number()
    {
        var body = Body("""{"b":1.50,"a":{"z":"é\ud83d\ude00","a":[]}}""");

        Assert.Equal(
            """{"bot_id":"bot_3pVFZM00AAAAAAAA","bot_metadata":null,"data":{"created_at":"2026-11-23T12:00:00Z","event_metadata":{"a":{"a":[],"z":"é😀"},"b":1.5},"event_sub_type":"waiting_room_timeout_exceeded","event_type":"could_not_join_meeting","new_state":"fatal_error","old_state":"waiting_room","sequence_number":4},"idempotency_key":"00000000-0000-0000-0000-000000000000","trigger":"bot.state_change"}""",
            body
        );
    }

    [Fact]
    public void The_deepest_stored_data_can_be_sent()
    {
        var deepest = $$"""{"a":{{new string('[', 62)}}{{new string(']', 62)}}}""";

        Assert.Contains(deepest, Body(deepest), StringComparison.Ordinal);
    }

    [Fact]
    public void Data_over_the_limit_is_left_out() =>
        Assert.Contains("\"event_metadata\":{}", Body($$"""{"a":"{{new string('x', 200_000)}}"}"""), StringComparison.Ordinal);

    private static string Body(string data)
    {
        var before = Given
            .ABotInTheWaitingRoom()
            .Append(
                new BotEvent.Claimed(1)
                {
                    Type = BotEventType.CommandClaimed,
                    At = Spec.Now,
                    Actor = Actor.Runner,
                }
            );
        var next = new BotEvent.Transitioned(new JsonText(data))
        {
            Type = BotEventType.CouldNotJoinMeeting,
            SubType = BotSubTypes.WaitingRoomTimeoutExceeded,
            At = Spec.Now,
            Actor = Actor.Runner,
        };
        return WebhookBody.StateChange(
            Bot.Fold(Spec.Id, before.Append(next)),
            new StoredEvent(4, next, BotState.WaitingRoom, BotState.FatalError, "commit", null),
            Guid.Empty
        );
    }
}
