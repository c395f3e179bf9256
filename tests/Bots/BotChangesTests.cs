using System.Reflection;
using Usher.Bots;
using Usher.Tests.Support;

namespace Usher.Tests.Bots;

/// <summary>Every member of a change is applied, including members added later.</summary>
public sealed class BotChangesTests
{
    public static TheoryData<string> Members => [.. Changing().Select(member => member.Name)];

    [Theory]
    [MemberData(nameof(Members))]
    public void Every_member_of_a_change_is_decided_and_applied(string name)
    {
        var changes = new BotChanges();
        var member = Changing().Single(member => member.Name == name);
        member.SetValue(changes, Another(Nullable.GetUnderlyingType(member.PropertyType) ?? member.PropertyType));
        var bot = Bot.Fold(Spec.Id, Given.AScheduledBot());

        var decision = BotDecider.Decide(bot, new BotCommand.Update(changes) { Actor = Given.Caller }, Spec.Now);

        var updated = Assert.IsType<BotEvent.Updated>(Assert.Single(Assert.IsType<Decision.Accepted>(decision).Events));
        Assert.Equal(changes, updated.Changes);
        Assert.False(changes.IsEmpty);
        Assert.NotEqual(Shown(bot), Shown(Bot.Evolve(Spec.Id, bot, updated)));
    }

    private static IEnumerable<PropertyInfo> Changing() => typeof(BotChanges).GetProperties().Where(member => member.CanWrite);

    /// <summary>What a change is meant to affect: the version and the like advance with every event.</summary>
    private static object Shown(Bot bot) => (bot.MeetingUrl, bot.BotName, bot.JoinAt, bot.Metadata, bot.Settings);

    /// <summary>A member of a new type needs a value here.</summary>
    private static object Another(Type type) =>
        type == typeof(string) ? "https://zoom.us/j/1"
        : type == typeof(DateTimeOffset) ? Spec.Now.AddHours(2)
        : type == typeof(JsonText) ? new JsonText("""{"a":"b"}""")
        : type == typeof(BotSettings) ? new BotSettings(new JsonText("""{"recording_settings":{"format":"mp3"}}"""))
        : throw new ArgumentException($"There is no value of {type} yet.", nameof(type));
}
