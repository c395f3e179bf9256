using Usher.Bots;
using Usher.Meetings;
using Usher.Storage;
using Usher.Telemetry;
using Usher.Webhooks;

namespace Usher.Lifecycle;

/// <summary>
/// Tells webhooks what happens in meetings, as <see cref="DispatchBotEvents"/> tells what happens to bots: committed events only, each at
/// least once, each under one id.
/// </summary>
internal sealed partial class DispatchMeetingEvents(
    BotStore bots,
    MeetingStore meetings,
    MeetingFanOut webhooks,
    BotQueues queues,
    TimeProvider clock,
    ILogger<DispatchMeetingEvents> logger
)
{
    [Function(nameof(DispatchMeetingEvents))]
    public Task RunAsync([QueueTrigger(BotQueues.MeetingsName)] string message, CancellationToken cancellationToken) =>
        DispatchAsync(MeetingAnnouncement.Parse(message), cancellationToken);

    public async Task DispatchAsync(MeetingAnnouncement announcement, CancellationToken cancellationToken)
    {
        var (project, id) = (announcement.Project, BotId.Parse(announcement.Bot));
        Tracing.Concerns(project, id);
        if (!await webhooks.IsNeededAsync(project, announcement.HasWebhooks, cancellationToken))
        {
            return;
        }

        var kind = WireName.Parse<MeetingKind>(announcement.Kind)!.Value;

        // Before the events: those that are not there although the stream has come so far never come.
        var meeting = await meetings.ReadAsync(project, id, cancellationToken);
        var news = await meetings
            .EventsAsync(project, id, kind, announcement.From, announcement.To, cancellationToken)
            .ToListAsync(cancellationToken);
        if (news.Count == 0 && meeting.Version < announcement.From)
        {
            await WaitOrFenceAsync(announcement, id, cancellationToken);
        }
        else if (
            news.Count > 0
            && news[0].Commit == announcement.Commit
            && await bots.ReadAsync(project, id, cancellationToken) is { } read
        )
        {
            await webhooks.SendAsync(read.Bot, news, cancellationToken);
        }

        // Otherwise its writer lost a race, and has announced its next try by itself; or what was said has been deleted.
    }

    /// <summary>The events may still come, or never. In the end a fence makes sure that they never do.</summary>
    private async Task WaitOrFenceAsync(MeetingAnnouncement announcement, BotId id, CancellationToken cancellationToken)
    {
        if (
            clock.GetUtcNow() - announcement.AnnouncedAt >= AnnouncementWait.GiveUpAfter
            && await meetings.FenceAsync(announcement.Project, id, announcement.From, cancellationToken)
        )
        {
            LogDropped(logger, announcement.Project, id, announcement.From, announcement.To);
            return;
        }

        var delay = AnnouncementWait.Before(announcement.Attempt);
        await queues.Meetings.SendAsync((announcement with { Attempt = announcement.Attempt + 1 }).ToJson(), delay, cancellationToken);
    }

    [LoggerMessage(LogLevel.Information, "{Project} {Bot}: events {From} to {To} of its meeting were announced but never committed.")]
    private static partial void LogDropped(ILogger logger, string project, BotId bot, int from, int to);
}
