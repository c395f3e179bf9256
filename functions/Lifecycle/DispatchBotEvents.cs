using Microsoft.DurableTask.Client;
using Usher.Bots;
using Usher.Bots.Webhooks;
using Usher.Runner;
using Usher.Storage;
using Usher.Telemetry;
using Usher.Webhooks;

namespace Usher.Lifecycle;

/// <summary>
/// The only place where committed events take effect: deadlines, commands to the runner, webhook deliveries, and orchestrations that are
/// started or woken. It may run twice for the same events, so every effect must be safe to repeat.
/// </summary>
internal sealed partial class DispatchBotEvents(
    BotStore store,
    BotIndex index,
    BotSlots slots,
    Deadlines deadlines,
    RunnerCommands runner,
    WebhookFanOut webhooks,
    WatchedBots watched,
    BotErasure erasure,
    BotImages images,
    BotQueues queues,
    TimeProvider clock,
    ILogger<DispatchBotEvents> logger
)
{
    /// <summary>Older announcements are no longer retried; delivery records are kept for longer.</summary>
    private static readonly TimeSpan LongestInQueue = TimeSpan.FromHours(1);

    /// <summary>Messages are delayed by whole seconds.</summary>
    private static readonly TimeSpan OneSecond = TimeSpan.FromSeconds(1);

    /// <summary>Webhooks are retried for hours. In seconds.</summary>
    private const int LongestErasureDelay = 1800;

    [Function(nameof(DispatchBotEvents))]
    public Task RunAsync(
        [QueueTrigger(BotQueues.EventsName)] string message,
        [DurableClient] DurableTaskClient durable,
        CancellationToken cancellationToken
    ) => DispatchAsync(BotAnnouncement.Parse(message), durable, cancellationToken);

    public async Task DispatchAsync(BotAnnouncement announcement, DurableTaskClient durable, CancellationToken cancellationToken)
    {
        var id = BotId.Parse(announcement.Bot);
        Tracing.Concerns(announcement.Project, id);

        // Webhooks report the bot as it was at the event, which takes all its events; the other effects need at most the previous event.
        var tells = await webhooks.IsNeededAsync(announcement.Project, announcement.HasWebhooks, cancellationToken);
        var first = tells ? 1 : Math.Max(1, announcement.From - 1);
        var rows = await store
            .EventsAsync(announcement.Project, id, first, announcement.To, cancellationToken)
            .ToListAsync(cancellationToken);
        var before = rows.FindLast(stored => stored.Sequence < announcement.From);
        var events = rows.FindAll(stored => stored.Sequence >= announcement.From);
        if (events.Count == 0)
        {
            await WaitOrFenceAsync(announcement, id, cancellationToken);
        }
        else if (events[0].Commit == announcement.Commit)
        {
            if (!announcement.OnlyErases)
            {
                // Nothing waits for the command: if it cannot be sent, the announcement is retried once everything else is done.
                await Task.WhenAll(
                    TellRunnerAsync(announcement.Project, id, events, cancellationToken),
                    TellOthersAsync(announcement, id, before, events, rows, durable, cancellationToken)
                );
            }

            await EraseAsync(announcement, id, events, cancellationToken);
        }

        // Otherwise the writer lost a race and has announced its next attempt itself.
    }

    private async Task TellOthersAsync(
        BotAnnouncement announcement,
        BotId id,
        StoredEvent? before,
        List<StoredEvent> events,
        List<StoredEvent> rows,
        DurableTaskClient durable,
        CancellationToken cancellationToken
    )
    {
        await ConsequencesAsync(announcement.Project, id, before, events, durable, cancellationToken);
        await TellWebhooksAsync(announcement, id, rows, cancellationToken);
    }

    private async Task TellRunnerAsync(string project, BotId id, List<StoredEvent> events, CancellationToken cancellationToken)
    {
        foreach (var stored in events)
        {
            var type = stored.Event.Type;
            if (RunnerCommands.For(stored.Event) is { } command && await store.ReadAsync(project, id, cancellationToken) is { } current)
            {
                // Write the record before sending: no runner may claim the bot before the recorded time.
                await (
                    type == BotEventType.JoinRequested
                        ? index.WriteAsync(project, id, clock.GetUtcNow(), cancellationToken)
                        : Task.CompletedTask
                );
                await runner.SendAsync(current.Bot, stored.Sequence, command, cancellationToken);
            }
        }
    }

    /// <summary>
    /// Checks again, because a subscription may have been created since the events were read, and new subscriptions rely on this check.
    /// </summary>
    private async Task TellWebhooksAsync(
        BotAnnouncement announcement,
        BotId id,
        List<StoredEvent> rows,
        CancellationToken cancellationToken
    )
    {
        if (await webhooks.IsNeededAsync(announcement.Project, announcement.HasWebhooks, cancellationToken))
        {
            var events =
                rows[0].Sequence == 1
                    ? rows
                    : await store
                        .EventsAsync(announcement.Project, id, 1, announcement.To, cancellationToken)
                        .ToListAsync(cancellationToken);
            await watched.AddAsync(announcement.Project, id, cancellationToken);
            await webhooks.SendAsync(announcement.Project, id, events, announcement.From, cancellationToken);
            await TellOwnBeforeTheyGoAsync(announcement, id, events, cancellationToken);
        }
    }

    /// <summary>
    /// A bot's own webhooks are part of its data. Events they have not received yet, because the announcement of an earlier event is still
    /// in the queue, could not be delivered once the data is deleted.
    /// </summary>
    private async Task TellOwnBeforeTheyGoAsync(
        BotAnnouncement announcement,
        BotId id,
        List<StoredEvent> events,
        CancellationToken cancellationToken
    )
    {
        if (
            events[^1].NewState == BotState.DataDeleted
            && events.Find(stored => stored.Event.At > clock.GetUtcNow() - LongestInQueue) is { Sequence: var from }
        )
        {
            foreach (var own in WebhookSubscription.Of(Bot.Fold(id, events.Select(stored => stored.Event)).Settings))
            {
                await webhooks.SendAsync(announcement.Project, id, events, from, cancellationToken, only: own.Id);
            }
        }
    }

    /// <summary>
    /// Runs last, once every delivery has its record. If the process dies midway, the message is retried and erasure continues; while one
    /// of the bot's own webhooks still awaits a delivery, the message is scheduled again. It runs once more after every upload address
    /// given to a runner has expired.
    /// </summary>
    private async Task EraseAsync(BotAnnouncement announcement, BotId id, List<StoredEvent> events, CancellationToken cancellationToken)
    {
        if (events.Find(stored => stored.Event.Type == BotEventType.DataDeleted) is not { } deleted)
        {
            return;
        }

        if (!await erasure.EraseAsync(announcement.Project, id, deleted.Sequence, cancellationToken))
        {
            await ComeAgainAsync(announcement, LongestErasureDelay, cancellationToken);
        }
        else if (deleted.Event.At + Recordings.LatestUpload - clock.GetUtcNow() is { Ticks: > 0 } left)
        {
            var last = announcement with { OnlyErases = true };
            await queues.Events.SendAsync(last.ToJson(), left + OneSecond, cancellationToken);
        }
    }

    private async Task ConsequencesAsync(
        string project,
        BotId id,
        StoredEvent? before,
        List<StoredEvent> events,
        DurableTaskClient durable,
        CancellationToken cancellationToken
    )
    {
        var last = events[^1];
        if (last.DueAt is { } dueAt && last.DueAt != before?.DueAt)
        {
            await deadlines.WriteAsync(new Deadline(project, id, dueAt), cancellationToken);
        }

        foreach (var stored in events)
        {
            var (type, subType) = (stored.Event.Type, stored.Event.SubType);
            LogEvent(logger, project, id, stored.Sequence, type.Name, subType, stored.OldState.Name, stored.NewState.Name);
        }

        if (slots.IsLimited && events[0].OldState.IsConcurrent != last.NewState.IsConcurrent)
        {
            await slots.SettleAsync(project, id, cancellationToken);
        }

        if (before is null)
        {
            await BotOrchestrations.StartAsync(durable, project, id, cancellationToken);
        }
        else if (last.NewState.IsTerminal || IsEarlier(last.DueAt, before.DueAt))
        {
            await BotOrchestrations.WakeAsync(durable, project, id, isDone: last.NewState.IsTerminal, cancellationToken);
        }
    }

    /// <summary>The orchestration wakes at the earlier time at the latest, so only a deadline that moved closer needs a wake.</summary>
    private static bool IsEarlier(DateTimeOffset? dueAt, DateTimeOffset? before) =>
        dueAt is { } due && (before is not { } waitsFor || due < waitsFor);

    /// <summary>The events are not stored: they may still arrive, or never. Eventually a fence ensures that they never do.</summary>
    private async Task WaitOrFenceAsync(BotAnnouncement announcement, BotId id, CancellationToken cancellationToken)
    {
        if (
            clock.GetUtcNow() - announcement.AnnouncedAt >= AnnouncementWait.GiveUpAfter
            && await store.FenceAsync(announcement.Project, id, announcement.From, cancellationToken)
        )
        {
            await (announcement.From == 1 ? images.RemoveAsync(announcement.Project, id, cancellationToken) : Task.CompletedTask);
            LogDropped(logger, announcement.Project, id, announcement.From, announcement.To);
            return;
        }

        await ComeAgainAsync(announcement, AnnouncementWait.LongestDelay, cancellationToken);
    }

    /// <summary>Doubles the delay with each attempt, up to this many seconds.</summary>
    private Task ComeAgainAsync(BotAnnouncement announcement, int longestDelay, CancellationToken cancellationToken)
    {
        var delay = AnnouncementWait.Before(announcement.Attempt, longestDelay);
        return queues.Events.SendAsync((announcement with { Attempt = announcement.Attempt + 1 }).ToJson(), delay, cancellationToken);
    }

    [LoggerMessage(LogLevel.Information, "{Project} {Bot} #{Sequence} {Event} ({SubType}): {OldState} -> {NewState}")]
    private static partial void LogEvent(
        ILogger logger,
        string project,
        BotId bot,
        int sequence,
        string @event,
        string? subType,
        string oldState,
        string newState
    );

    [LoggerMessage(LogLevel.Information, "{Project} {Bot}: events {From} to {To} were announced but never committed.")]
    private static partial void LogDropped(ILogger logger, string project, BotId bot, int from, int to);
}
