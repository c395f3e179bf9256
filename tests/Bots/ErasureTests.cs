using System.Reflection;
using System.Text.Json;
using Usher.Bots;
using Usher.Tests.Support;

namespace Usher.Tests.Bots;

/// <summary>What remains of events when a bot's data is deleted.</summary>
public sealed class ErasureTests
{
    private const string Secret = "s3cret";

    private static readonly DateTimeOffset At = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Every_kind_of_event_keeps_its_facts_and_loses_what_people_wrote()
    {
        var all = Events().ToList();

        var types = typeof(BotEvent).GetNestedTypes(BindingFlags.NonPublic);
        Assert.Equal(types.Order(Names), all.Select(next => next.GetType()).Distinct().Order(Names));
        foreach (var next in all)
        {
            var erased = Erasure.Of(next);
            Assert.Equal(Kept(next), Kept(erased));
            Assert.DoesNotContain(Secret, erased.ToString(), StringComparison.Ordinal);
            Assert.Equal(erased, Erasure.Of(erased));
        }
    }

    [Theory]
    [InlineData("""{"recording_settings":{"format":"none"}}""", null)]
    [InlineData("""{"features":{"recording_enabled":false}}""", null)]
    [InlineData("""{"recording_settings":{"format":"none"}}""", """{"recording_settings":{"format":"mp4"}}""")]
    [InlineData("""{"features":{"recording_enabled":true}}""", """{"features":{"recording_enabled":false}}""")]
    [InlineData("""{"features":{"recording_enabled":false}}""", """{"recording_settings":{"format":"none"}}""")]
    [InlineData("{}", null)]
    public void Erasing_any_number_of_events_preserves_the_states(string settings, string? changed)
    {
        List<BotEvent> events = [.. Life(settings, changed)];
        var whole = Bot.Fold(Spec.Id, events);
        for (var count = 0; count <= events.Count; count++)
        {
            var folded = Bot.Fold(Spec.Id, [.. events.Take(count).Select(Erasure.Of), .. events.Skip(count)]);
            Assert.Equal(Facts(whole), Facts(folded));
        }
    }

    private static (BotEventType, DateTimeOffset, Actor, string?, Type) Kept(BotEvent next) =>
        (next.Type, next.At, next.Actor, next.SubType, next.GetType());

    private static string Facts(Bot bot) =>
        JsonSerializer.Serialize(
            bot with
            {
                MeetingUrl = "",
                BotName = "",
                Metadata = null,
                DeduplicationKey = null,
                Settings = BotSettings.None,
            },
            BotJson.Default.Bot
        );

    private static IEnumerable<BotEvent> Events() =>
        Life(
            $$$"""{"rtmp_settings":{"stream_key":"{{{Secret}}}"},"recording_settings":{"view":"{{{Secret}}}"}}""",
            $$$"""{"recording_settings":{"view":"{{{Secret}}}"}}"""
        );

    private static IEnumerable<BotEvent> Life(string settings, string? changed)
    {
        yield return new BotEvent.Created(
            new BotDetails
            {
                Project = "A",
                MeetingUrl = $"https://zoom.us/j/1?pwd={Secret}",
                BotName = Secret,
                JoinAt = At.AddHours(1),
                Metadata = new JsonText($$"""{"{{Secret}}":"{{Secret}}"}"""),
                DeduplicationKey = Secret,
                Settings = new BotSettings(new JsonText(settings)),
            }
        )
        {
            Type = BotEventType.BotCreated,
            At = At,
            Actor = Given.Caller,
        };
        yield return new BotEvent.Updated(
            new BotChanges
            {
                MeetingUrl = Secret,
                BotName = Secret,
                JoinAt = At.AddHours(2),
                Metadata = new JsonText($$"""{"a":"{{Secret}}"}"""),
                Settings = changed is null ? null : new BotSettings(new JsonText(changed)),
            }
        )
        {
            Type = BotEventType.Updated,
            At = At,
            Actor = Given.Caller,
        };
        BotEventType[] life =
        [
            BotEventType.Staged,
            BotEventType.JoinRequested,
            BotEventType.CommandClaimed,
            BotEventType.JoinedMeeting,
            BotEventType.RecordingPermissionGranted,
            BotEventType.TranscriptionStarted,
            BotEventType.CommandRequested,
            BotEventType.MeetingEnded,
            BotEventType.PostProcessingCompleted,
            BotEventType.DataDeleted,
        ];
        foreach (var type in life)
        {
            yield return type == BotEventType.CommandClaimed
                ? new BotEvent.Claimed(4, [MeetingCommandType.SendChatMessage])
                {
                    Type = type,
                    At = At,
                    Actor = Actor.Runner,
                }
            : type == BotEventType.CommandRequested
                ? new BotEvent.Commanded(
                    new MeetingCommand(MeetingCommandType.SendChatMessage, new JsonText($$"""{"message":"{{Secret}}"}"""))
                )
                {
                    Type = type,
                    At = At,
                    Actor = Actor.Runner,
                }
            : new BotEvent.Transitioned(new JsonText($$"""{"participant":"{{Secret}}"}"""))
            {
                Type = type,
                At = At,
                Actor = Actor.Runner,
                SubType = "x",
            };
        }
    }

    private static readonly Comparer<Type> Names = Comparer<Type>.Create((one, other) => string.CompareOrdinal(one.Name, other.Name));
}
