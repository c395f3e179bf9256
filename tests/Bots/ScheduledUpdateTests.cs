using System.Text.Json;
using Usher.Bots;
using static Usher.Tests.Support.Spec;

namespace Usher.Tests.Bots;

/// <summary>The update that is merged into a scheduled bot.</summary>
public sealed class ScheduledUpdateTests
{
    [Fact]
    public void An_update_is_a_single_event()
    {
        var changes = new ScheduledBotChanges
        {
            JoinAt = Now.AddHours(2),
            BotName = "Other",
            Attributes = new Dictionary<string, string?> { ["a"] = "b" },
            Features = new Dictionary<string, bool> { ["screenshot_enabled"] = true },
        };

        var bot = Given(Support.Given.AScheduledBot()).When(Update(changes)).Then(BotEventType.Updated).After;

        Assert.Equal(
            (Now.AddHours(2), "Other", """{"a":"b"}""", """{"features":{"screenshot_enabled":true}}"""),
            (bot.JoinAt, bot.BotName, bot.Metadata?.Text, bot.Settings.Json.Text)
        );
        Assert.Equal(BotState.Scheduled, bot.State);
    }

    [Theory]
    [MemberData(nameof(StatesOfLivingBots))]
    public void Only_a_scheduled_bot_can_be_updated_even_if_nothing_would_change(string name)
    {
        var state = WireName.Parse<BotState>(name)!.Value;
        var given = Given(Support.Given.ABotIn(state)!).When(Update(new ScheduledBotChanges { BotName = "Usher" }));

        if (state == BotState.Scheduled)
        {
            given.ThenNothing();
        }
        else
        {
            given.ThenRefused(new BotRefusal.UpdateNotAllowed(state));
        }
    }

    [Fact]
    public void A_deleted_bot_is_not_found() =>
        Given(Support.Given.ABotIn(BotState.Deleted)!)
            .When(Update(new ScheduledBotChanges { BotName = "x" }))
            .ThenRefused(new BotRefusal.NotFound());

    [Theory]
    [InlineData("""{"a":"1","b":"2"}""", """{"c":"3","a":"4"}""", """{"a":"4","b":"2","c":"3"}""")]
    [InlineData("""{"a":"1","b":"2"}""", """{"a":null,"c":"3"}""", """{"b":"2","c":"3"}""")]
    [InlineData("""{"a":"1"}""", """{"a":null}""", null)]
    [InlineData("""{"a":"1"}""", """{"é":"&"}""", """{"a":"1","é":"&"}""")]
    [InlineData(null, """{"a":"1","b":null}""", """{"a":"1"}""")]
    public void Attributes_are_merged_and_null_removes_one(string? before, string attributes, string? after) =>
        Assert.Equal(
            after,
            Given(WithMetadata(before)).When(Update(Attributes(attributes))).Then(BotEventType.Updated).After.Metadata?.Text
        );

    [Theory]
    [InlineData("""{"a":"1","é":"2"}""", """{}""")]
    [InlineData("""{"a":"1","é":"2"}""", """{"é":"2"}""")]
    [InlineData("""{"a":"1"}""", """{"b":null}""")]
    [InlineData(null, """{}""")]
    [InlineData(null, """{"b":null}""")]
    public void Unchanged_attributes_are_no_change(string? before, string attributes) =>
        Given(WithMetadata(before)).When(Update(Attributes(attributes))).ThenNothing();

    [Fact]
    public void Merged_metadata_stays_within_its_limit_and_removals_make_room()
    {
        // {"a": "…"} has 989 characters here; , "b": "12" adds eleven, and an escaped é takes six.
        var metadata = $$"""{"a":"{{new string('x', 980)}}"}""";

        Given(WithMetadata(metadata)).When(Update(Attributes("""{"b":"12"}"""))).Then(BotEventType.Updated);
        Given(WithMetadata(metadata)).When(Update(Attributes("""{"b":"123"}"""))).ThenRefused(new BotRefusal.MetadataTooLong(1001));
        Given(WithMetadata(metadata)).When(Update(Attributes("""{"b":"é"}"""))).ThenRefused(new BotRefusal.MetadataTooLong(1004));
        Given(WithMetadata(metadata)).When(Update(Attributes("""{"a":null,"b":"123"}"""))).Then(BotEventType.Updated);
    }

    [Fact]
    public void An_update_with_too_many_attributes_is_not_applied_at_all()
    {
        var changes = Attributes($$"""{"a":"{{new string('x', 1000)}}"}""") with { JoinAt = Now.AddHours(2), BotName = "Other" };

        Given(Support.Given.AScheduledBot()).When(Update(changes)).ThenRefused(new BotRefusal.MetadataTooLong(1009));
    }

    [Fact]
    public void Features_are_merged_and_other_settings_stay()
    {
        var details = Support.Given.Details() with
        {
            Settings = new BotSettings(new JsonText("""{"recording_settings":{"format":"mp3"}}""")),
        };
        var first = Given(Support.Given.AScheduledBot(details: details))
            .When(Update(Features(("recording_enabled", false), ("screenshot_enabled", true))))
            .Then(BotEventType.Updated)
            .After;
        var second = (Decision.Accepted)BotDecider.Decide(first, Update(Features(("screenshot_enabled", false))), Now);
        var bot = second.Events.Aggregate(first, (before, next) => Bot.Evolve(Id, before, next));

        Assert.Equal(
            """{"recording_settings":{"format":"mp3"},"features":{"recording_enabled":false,"screenshot_enabled":false}}""",
            bot.Settings.Json.Text
        );
        Assert.True(bot.Settings.RecordingIsOff);
        Assert.Same(Decision.Nothing, BotDecider.Decide(bot, Update(Features(("recording_enabled", false))), Now));
    }

    [Theory]
    [InlineData("""{"metadata":{"a":"b"},"changes_the_plan":false,"is_empty":false}""", """{"a":"b"}""")]
    [InlineData("""{"bot_name":"x","changes_the_plan":true,"is_empty":false}""", """{"before":"1"}""")]
    [InlineData("""{"metadata":{},"changes_the_plan":false,"is_empty":false}""", null)]
    public void Old_rows_are_read_and_computable_values_are_no_longer_written(string row, string? metadata)
    {
        var changes = JsonSerializer.Deserialize(row, BotJson.Default.BotChanges)!;
        var updated = new BotEvent.Updated(changes)
        {
            Type = BotEventType.Updated,
            At = Now,
            Actor = Support.Given.Caller,
        };

        Assert.Equal(
            row[..row.IndexOf(",\"changes_the_plan", StringComparison.Ordinal)] + "}",
            JsonSerializer.Serialize(changes, BotJson.Default.BotChanges)
        );
        Assert.Equal(metadata, Bot.Fold(Id, [.. WithMetadata("""{"before":"1"}"""), updated]).Metadata?.Text);
    }

    public static TheoryData<string> StatesOfLivingBots() => BotDeciderTests.StatesOfLivingBots();

    private static IEnumerable<BotEvent> WithMetadata(string? json) =>
        Support.Given.AScheduledBot(details: Support.Given.Details() with { Metadata = json is null ? null : new JsonText(json) });

    private static ScheduledBotChanges Attributes(string json) =>
        new()
        {
            Attributes = JsonElement
                .Parse(json)
                .EnumerateObject()
                .ToDictionary(entry => entry.Name, entry => entry.Value.GetString(), StringComparer.Ordinal),
        };

    private static ScheduledBotChanges Features(params (string Name, bool IsOn)[] flags) =>
        new() { Features = flags.ToDictionary(flag => flag.Name, flag => flag.IsOn, StringComparer.Ordinal) };

    private static BotCommand.UpdateScheduled Update(ScheduledBotChanges changes) => new(changes) { Actor = Support.Given.Caller };
}
