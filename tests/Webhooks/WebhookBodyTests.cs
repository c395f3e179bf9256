using Usher.Bots;
using Usher.Storage;
using Usher.Tests.Support;
using Usher.Webhooks;

namespace Usher.Tests.Webhooks;

public sealed class WebhookBodyTests
{
    [Fact]
    public void What_a_runner_added_is_told_in_canonical_form_and_the_number_is_that_of_the_stream()
    {
        var body = Body("""{"b":1.50,"a":{"z":"é\ud83d\ude00","a":[]}}""");

        Assert.Equal(
            """{"bot_id":"bot_3pVFZM00AAAAAAAA","bot_metadata":null,"data":{"created_at":"2026-11-23T12:00:00Z","event_metadata":{"a":{"a":[],"z":"é😀"},"b":1.5},"event_sub_type":"waiting_room_timeout_exceeded","event_type":"could_not_join_meeting","new_state":"fatal_error","old_state":"waiting_room","sequence_number":4},"idempotency_key":"00000000-0000-0000-0000-000000000000","trigger":"bot.state_change"}""",
            body
        );
    }

    [Fact]
    public void The_deepest_data_that_is_stored_can_be_told()
    {
        var deepest = $$"""{"a":{{new string('[', 62)}}{{new string(']', 62)}}}""";

        Assert.Contains(deepest, Body(deepest), StringComparison.Ordinal);
    }

    [Fact]
    public void Data_beyond_the_bound_is_left_out() =>
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
