using System.Text.Json.Nodes;

namespace Usher.Tests.Seeds;

/// <summary>Compares an answer with the one in the peers' documentation: the same names, types and values, except for the id.</summary>
internal static class Documented
{
    /// <summary>Bots need the permission before they record, but the documentation's lists omit it.</summary>
    private const string LeftOut = "recording_permission_granted";

    /// <param name="example">The documented answer.</param>
    /// <param name="answer">The actual answer.</param>
    /// <param name="bot">The id that must replace the example's; null for any.</param>
    public static void Equal(string example, string answer, string? bot = null)
    {
        var (wanted, got) = (JsonNode.Parse(example)!.AsObject(), JsonNode.Parse(answer)!.AsObject());
        Assert.Matches("^bot_[0-9A-Za-z]{16}$", got["id"]!.GetValue<string>());
        Assert.Equal(bot ?? got["id"]!.GetValue<string>(), got["id"]!.GetValue<string>());
        wanted["id"] = got["id"]!.DeepClone();
        if (got["events"] is JsonArray events && wanted["events"]!.AsArray().Count < events.Count)
        {
            events.Remove(events.Single(entry => entry!["type"]!.GetValue<string>() == LeftOut));
        }

        Assert.Equal(
            wanted.Select(member => member.Key).Order(StringComparer.Ordinal),
            got.Select(member => member.Key).Order(StringComparer.Ordinal)
        );
        Assert.All(
            wanted,
            member =>
                Assert.True(
                    JsonNode.DeepEquals(member.Value, got[member.Key]),
                    $"{member.Key} is {got[member.Key]?.ToJsonString()} in place of {member.Value?.ToJsonString()}"
                )
        );
    }
}
