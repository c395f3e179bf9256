using System.Security.Cryptography;
using Usher.Bots;

namespace Usher.Storage;

/// <summary>What became of a command.</summary>
internal abstract record Outcome
{
    private Outcome()
    {
    }

    /// <param name="Bot">The bot after the command.</param>
    /// <param name="Changed">False where there was nothing to append.</param>
    internal sealed record Done(Bot Bot, bool Changed) : Outcome;

    internal sealed record Refused(BotRefusal Refusal) : Outcome;
}

/// <summary>
/// The write path, in one place: read, decide, announce, append, and on a lost race read and decide anew.
/// </summary>
internal sealed class BotStreams(BotStore store, BotQueues queues, LifecycleOptions options, TimeProvider clock)
{
    private const int MaxRaces = 5;

    public async Task<Bot?> GetAsync(string project, BotId id, CancellationToken cancellationToken) =>
        await store.ReadAsync(project, id, cancellationToken) is { Bot: { State: not BotState.Deleted } bot } ? bot : null;

    public async Task<Outcome> CreateAsync(BotCommand.Create create, CancellationToken cancellationToken)
    {
        for (var race = 0; race < MaxRaces; race++)
        {
            // A new id for every try: the place of a fenced one is taken for good.
            var now = clock.GetUtcNow();
            var id = BotId.New(now, create.Details.DeduplicationKey);
            var accepted = (Decision.Accepted)BotDecider.Decide(null, create, now);
            var append = Append(id, null, accepted, now, reportId: null);
            switch (await AppendAsync(append, cancellationToken))
            {
                case AppendResult.Appended:
                    return new Outcome.Done(append.After, Changed: true);
                case AppendResult.DeduplicationKeyInUse:
                    return new Outcome.Refused(new BotRefusal.DeduplicationKeyInUse(create.Details.DeduplicationKey!));
                default:
                    continue;
            }
        }

        return new Outcome.Refused(new BotRefusal.LostEveryRace());
    }

    public async Task<Outcome> TransactAsync(string project, BotId id, BotCommand command, CancellationToken cancellationToken)
    {
        var reportId = (command as BotCommand.Report)?.Id;
        for (var race = 0; race < MaxRaces; race++)
        {
            var before = await store.ReadAsync(project, id, cancellationToken);
            var now = clock.GetUtcNow();
            switch (BotDecider.Decide(before?.Bot, command, now))
            {
                case Decision.Refused refused:
                    // Accepted once is accepted for ever, whatever has happened since.
                    return before is not null && reportId is not null && await store.IsReportedAsync(project, id, reportId, cancellationToken)
                        ? new Outcome.Done(before.Bot, Changed: false)
                        : new Outcome.Refused(refused.Refusal);
                case Decision.Accepted { Events.Count: 0 }:
                    return new Outcome.Done(before!.Bot, Changed: false);
                case Decision.Accepted accepted:
                    var append = Append(id, before, accepted, now, reportId);
                    switch (await AppendAsync(append, cancellationToken))
                    {
                        case AppendResult.Appended:
                            return new Outcome.Done(append.After, Changed: true);
                        case AppendResult.AlreadyReported:
                            return new Outcome.Done(before!.Bot, Changed: false);
                        default:
                            await Task.Delay(TimeSpan.FromMilliseconds(10 * (race + 1) * (0.5 + Random.Shared.NextDouble())), clock, cancellationToken);
                            continue;
                    }
            }
        }

        return new Outcome.Refused(new BotRefusal.LostEveryRace());
    }

    private async Task<AppendResult> AppendAsync(StreamAppend append, CancellationToken cancellationToken)
    {
        if (append.Events.Any(stored => Announcing.IsNeeded(stored.Event)))
        {
            var (project, id) = (append.After.Project, append.After.Id.ToString());
            var announcement = new BotAnnouncement(project, id, append.From, append.To, append.Commit, clock.GetUtcNow(), HasWebhooks: append.After.Settings.HasWebhooks);
            await queues.Events.SendAsync(announcement.ToJson(), delay: null, cancellationToken);
        }

        return await store.AppendAsync(append, cancellationToken);
    }

    private StreamAppend Append(BotId id, StoredBot? before, Decision.Accepted accepted, DateTimeOffset now, string? reportId)
    {
        var commit = RandomNumberGenerator.GetHexString(16, lowercase: true);
        var bot = before?.Bot;
        List<StoredEvent> events = [];
        foreach (var next in accepted.Events)
        {
            var after = Bot.Evolve(id, bot, next);
            var dueAt = LifecyclePolicy.Next(after, now, options)?.At;
            events.Add(new StoredEvent(after.Version, next, bot?.State ?? BotState.Ready, after.State, commit, dueAt));
            bot = after;
        }

        return new StreamAppend(before, events, bot!, commit, reportId);
    }
}

/// <summary>Which events somebody has to hear of: all but changes of metadata and names, and claims.</summary>
internal static class Announcing
{
    public static bool IsNeeded(BotEvent next) => next switch
    {
        BotEvent.Updated updated => updated.Changes.JoinAt is not null,
        BotEvent.Claimed => false,
        _ => true,
    };
}
