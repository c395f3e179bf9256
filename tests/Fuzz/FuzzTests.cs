using System.Collections.Concurrent;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Configuration;
using Usher.Api.Attendee;
using Usher.Api.MeetStream;
using Usher.Api.Runner;
using Usher.Bots;
using Usher.Storage;
using Usher.Tests.Support;
using Usher.Wire;

namespace Usher.Tests.Fuzz;

/// <summary>
/// Whatever is sent is carried out or refused in the dialect's own words; and what is accepted can be stored, read back and shown.
/// </summary>
public sealed class FuzzTests
{
    private const int Bodies = 100_000;

    private static readonly RunnerFeatures Features = new(
        new ConfigurationBuilder().AddInMemoryCollection([new("ENABLE_VOICE_AGENTS", "true")]).Build()
    );

    private static readonly Bot Bot = Bot.Fold(Spec.Id, Given.AScheduledBot());

    [Fact]
    public void Any_body_is_accepted_or_refused_properly()
    {
        ConcurrentDictionary<(Endpoint, bool IsTaken), int> counts = new();
        Prop.ForAll(
                FuzzedBody.Any.ToArbitrary(),
                fuzzed =>
                {
                    var refusal = JsonBody.Parse(fuzzed.Bytes) is JsonBody.Parsed parsed
                        ? Answer(fuzzed.Endpoint, parsed.Root)
                        : AttendeeAnswer.Body(JsonBody.Parse(fuzzed.Bytes));
                    counts.AddOrUpdate((fuzzed.Endpoint, refusal is null), 1, (_, count) => count + 1);
                    if (refusal is not null)
                    {
                        Assert.Equal(400, refusal.Status);
                        using var body = JsonDocument.Parse(refusal.Body);
                        Assert.Equal(JsonValueKind.Object, body.RootElement.ValueKind);
                        Assert.NotEmpty(body.RootElement.EnumerateObject());
                    }
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(Bodies));

        Assert.Equal(Bodies, counts.Values.Sum());
        Assert.All(
            Enum.GetValues<Endpoint>(),
            endpoint => Assert.All([true, false], taken => Assert.InRange(counts.GetValueOrDefault((endpoint, taken)), 100, Bodies))
        );
    }

    /// <returns>Null if the body is accepted.</returns>
    private static HttpResult? Answer(Endpoint endpoint, JsonElement root)
    {
        switch (endpoint)
        {
            case Endpoint.Create:
                var (create, refused) = CreateRequest.Read(root, "P", Spec.Now, Features);
                return refused ?? Keep(null, new BotCommand.Create(create!.Details) { Actor = Given.Caller });
            case Endpoint.Update:
                var (update, wrong) = UpdateRequest.Read(root, Spec.Now, Features);
                return wrong ?? Keep(Bot, new BotCommand.Update(update!.Changes) { Actor = Given.Caller });
            case Endpoint.UpdateScheduled when root.ValueKind == JsonValueKind.Object:
                var fields = new ScheduledBotFields(root);
                var changes = fields.Read(Spec.Now);
                return fields.Error is { } error
                    ? MeetStreamAnswer.Refusal(400, error)
                    : Keep(Bot, new BotCommand.UpdateScheduled(changes) { Actor = Given.Caller });
            case Endpoint.Report when root.ValueKind == JsonValueKind.Object:
                var (report, unclear) = RunnerReport.Read(root);
                return unclear ?? Keep(Bot with { State = BotState.Joining }, report!);
            default:
                return RunnerAnswer.Error(400, "no object");
        }
    }

    /// <summary>Carries the command out, then writes and reads back the result.</summary>
    private static HttpResult? Keep(Bot? before, BotCommand command)
    {
        if (BotDecider.Decide(before, command, Spec.Now) is not Decision.Accepted accepted)
        {
            return null;
        }

        foreach (var next in accepted.Events)
        {
            var after = Bot.Evolve(Spec.Id, before, next);
            var stored = new StoredEvent(after.Version, next, before?.State ?? BotState.Ready, after.State, "c", null);
            var read = StoredEvents.FromRow(StoredEvents.ToRow("P", Spec.Id, stored))!;
            Assert.Equal(Text(after), Text(Bot.Evolve(Spec.Id, before, read.Event)));
            Assert.Equal(Text(after), Text(JsonSerializer.Deserialize(Text(after), BotJson.Default.Bot)!));
            Assert.Equal(200, AttendeeAnswer.Bot(200, after).Status);
            Assert.True(after.Settings.WaitingRoomTimeout >= TimeSpan.Zero && after.Settings.MaxUptime is not { Ticks: < 0 });
            before = after;
        }

        return null;
    }

    private static string Text(Bot bot) => JsonSerializer.Serialize(bot, BotJson.Default.Bot);
}
