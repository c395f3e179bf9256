using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Usher.Bots;

/// <summary>
/// What is left of an event when a bot's data is deleted: that it happened, when, through whom and what became of the bot. Whatever
/// somebody wrote, or a runner saw, is gone. The fold of what is left is the fold of before without that, so a stream of which some
/// events are erased already is as sound as any.
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
            _ => throw new UnreachableException($"Nobody knows what of {next.Type.Name} may stay."),
        };

    /// <summary>
    /// Whether it was to be recorded, which the state of the recording hangs on: of each group that says so, that and nothing else.
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
