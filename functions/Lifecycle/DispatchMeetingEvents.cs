using Usher.Bots;
using Usher.Meetings;
using Usher.Storage;
using Usher.Telemetry;
using Usher.Webhooks;

namespace Usher.Lifecycle;

/// <summary>
/// Sends meeting events to webhooks as <see cref="DispatchBotEvents"/> sends bot events: only committed events, each at least once and
/// under one id.
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

        // Read the stream before the events: any that are still missing from a stream that has already passed them never arrive.
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

        // Otherwise the writer lost a race and has announced its next attempt itself, or the events have been deleted.
    }

    /// <summary>The events may still arrive, or never. Eventually a fence ensures that they never do.</summary>
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

    [LoggerMessage(LogLevel.Information, "{Project} {Bot}: meeting events {From} to {To} were announced but never committed.")]
    private static partial void LogDropped(ILogger logger, string project, BotId bot, int from, int to);
}
