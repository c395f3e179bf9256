using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Usher.Bots;

/// <summary>
/// What remains of an event once a bot's data is deleted: that it happened, when, who caused it and the resulting states. Everything people
/// wrote or a runner observed is erased. Folding the remaining events gives the same projection without that data, so a partly erased
/// stream is consistent too.
/// </summary>
internal static class Erasure
{
    public static BotEvent Of(BotEvent next) =>
        next switch
        {
            BotEvent.Created { Details: var details } created => created with
            {
                Details = details with
                {
                    MeetingUrl = "",
                    BotName = "",
                    Metadata = null,
                    DeduplicationKey = null,
                    Settings = Facts(details.Settings),
                },
            },
            BotEvent.Updated { Changes: var changes } updated => updated with
            {
                Changes = new BotChanges { JoinAt = changes.JoinAt, Settings = changes.Settings is { } settings ? Facts(settings) : null },
            },
            BotEvent.Transitioned transitioned => transitioned with { Data = null },
            BotEvent.Claimed => next,
            BotEvent.Commanded commanded => commanded with { Command = commanded.Command with { Payload = null } },
            _ => throw new UnreachableException($"There is no rule for what {next.Type.Name} may keep."),
        };

    /// <summary>
    /// Keeps only whether recording was enabled, because the recording state depends on it. Each group that says so keeps that and nothing
    /// else.
    /// </summary>
    private static BotSettings Facts(BotSettings settings)
    {
        var facts = new JsonObject();
        var groups = settings.Json.Element;
        if (groups.TryGetProperty("recording_settings", out _))
        {
            facts["recording_settings"] = settings.RecordsNothing ? new JsonObject { ["format"] = "none" } : new JsonObject();
        }

        if (groups.TryGetProperty("features", out _))
        {
            facts["features"] = settings.RecordingIsOff ? new JsonObject { ["recording_enabled"] = false } : new JsonObject();
        }

        return new BotSettings(new JsonText(facts.ToJsonString()));
    }
}
