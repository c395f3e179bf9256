using System.Security.Cryptography;
using Usher.Bots;
using Usher.Storage;
using Usher.Telemetry;

namespace Usher.Commanding;

/// <summary>
/// The single write path: read, decide, announce, append, and after a lost race read and decide again. The answer to a keyed request is
/// stored with its events, so of simultaneous requests one is carried out and the others return its answer.
/// </summary>
internal sealed class BotStreams(
    BotStore store,
    AnswerRows answers,
    BotIndex index,
    BotSlots slots,
    BotImages images,
    BotMedia media,
    BotQueues queues,
    LifecycleOptions options,
    TimeProvider clock
)
{
    private const int MaxRaces = 5;

    public async Task<Bot?> GetAsync(string project, BotId id, CancellationToken cancellationToken) =>
        await store.ReadAsync(project, id, cancellationToken) is { Bot: { State: not BotState.Deleted } bot } ? bot : null;

    /// <summary>Finds a bot by its id as written in a path; null if there is none.</summary>
    public async Task<Bot?> FindAsync(string project, string name, CancellationToken cancellationToken) =>
        BotId.TryParse(name, out var id) ? await GetAsync(project, id, cancellationToken) : null;

    /// <summary>One point read; null if the bot has never existed.</summary>
    public Task<StoredBot?> ReadAsync(string project, BotId id, CancellationToken cancellationToken) =>
        store.ReadAsync(project, id, cancellationToken);

    /// <summary>Why the bot's runner cannot be told to do this now; null if it can.</summary>
    public BotRefusal? RefusalOf(Bot bot, MeetingCommandType type) => BotDecider.RefusalOf(bot, type, clock.GetUtcNow());

    /// <summary>The first answer to a keyed request for a bot; null if the request is new or more than 24 hours old.</summary>
    public Task<Outcome?> RecallAsync(string project, BotId id, KeyedRequest request, CancellationToken cancellationToken) =>
        answers.Of(project, id, request).ReadAsync(cancellationToken);

    /// <summary>The same for a creation, found by its key alone: the rest of the request need not be valid now.</summary>
    public Task<Outcome?> RecallCreationAsync(string project, KeyedRequest request, CancellationToken cancellationToken) =>
        answers.OfCreation(project, BotId.ShardOf(request.Key), request).ReadAsync(cancellationToken);

    /// <summary>Stores the answer to a keyed request that was in progress.</summary>
    /// <returns>The answer that counts: this one, or that of the same request if it was faster.</returns>
    public Task<StoredAnswer> SettleAsync(
        string project,
        BotId id,
        KeyedRequest request,
        StoredAnswer answer,
        CancellationToken cancellationToken
    ) => answers.Of(project, id, request).SettleAsync(answer, cancellationToken);

    public async Task<Outcome> CreateAsync(
        BotCommand.Create create,
        KeyedRequest? request,
        CancellationToken cancellationToken,
        BotFile? image = null
    )
    {
        var placedBy = create.Details.DeduplicationKey ?? request?.Key;
        AnswerRow? answer = null;
        if (request is not null)
        {
            var (project, shard) = (create.Details.Project, BotId.ShardOf(placedBy!));
            answer = answers.OfCreation(project, shard, request);
            if (await answers.OfCreation(project, BotId.ShardOf(request.Key), request).PointAsync(shard, cancellationToken) is { } known)
            {
                return known;
            }
        }

        for (var race = 0; race < MaxRaces; race++)
        {
            // A new id for each attempt: a fenced row blocks its id for good.
            var now = clock.GetUtcNow();
            var id = BotId.New(now, placedBy);
            if (slots.IsLimited && !await MayComeAsync(create.Details, id, cancellationToken))
            {
                // The key stays free: once other bots have left, the same request is carried out.
                return new Outcome.Refused(new BotRefusal.TooManyConcurrentBots(slots.Limit));
            }

            var accepted = (Decision.Accepted)BotDecider.Decide(null, create, now);
            var append = Append(id, null, accepted, now, reportId: null, answer) with { Image = image };
            var result = await AppendAsync(append, cancellationToken);
            if (result != AppendResult.Appended)
            {
                await (image is not null ? images.RemoveAsync(create.Details.Project, id, cancellationToken) : Task.CompletedTask);
                await index.RemoveAsync(id, cancellationToken);
                await (slots.IsLimited ? slots.ReleaseAsync(create.Details.Project, id, cancellationToken) : Task.CompletedTask);
            }

            switch (result)
            {
                case AppendResult.Appended:
                    return new Outcome.Done(append.After, accepted.Events);
                case AppendResult.DeduplicationKeyInUse:
                    var used = create.Details.DeduplicationKey!;
                    var refusal = new BotRefusal.DeduplicationKeyInUse(
                        used,
                        await store.HolderAsync(create.Details.Project, used, cancellationToken)
                    );
                    return await KeepAsync(answer, new Outcome.Refused(refusal), cancellationToken);
                case AppendResult.AlreadyAnswered when await answer!.ReadAsync(cancellationToken) is { } first:
                    return first;
                default:
                    continue;
            }
        }

        return new Outcome.Refused(new BotRefusal.LostEveryRace());
    }

    /// <summary>An immediate join reserves a slot; a scheduled one only requires that a slot is free now, as in Attendee.</summary>
    private async Task<bool> MayComeAsync(BotDetails details, BotId id, CancellationToken cancellationToken) =>
        details.JoinAt is null
            ? await slots.TryTakeAsync(details.Project, id, cancellationToken)
            : !await slots.AreAllTakenAsync(details.Project, cancellationToken);

    public Task<Outcome> TransactAsync(string project, BotId id, BotCommand command, CancellationToken cancellationToken) =>
        TransactAsync(project, id, command, WriteTerms.None, cancellationToken);

    public async Task<Outcome> TransactAsync(
        string project,
        BotId id,
        BotCommand command,
        WriteTerms terms,
        CancellationToken cancellationToken
    )
    {
        var answer = terms.Request is { } request ? answers.Of(project, id, request) : null;
        var reportId = command switch
        {
            BotCommand.Report report => report.Id,
            BotCommand.Claim { Id: { } claim } to => $"claim|{to.Sequence}|{claim}",
            _ => null,
        };
        for (var race = 0; race < MaxRaces; race++)
        {
            var before = race == 0 && terms.Read is { } read ? read : await store.ReadAsync(project, id, cancellationToken);
            var now = clock.GetUtcNow();
            switch (Decide(before?.Bot, command, terms, now))
            {
                case Decision.Refused refused:
                    // A bot that does not exist never will, so this answer needs no record.
                    return before is null
                        ? new Outcome.Refused(refused.Refusal)
                        : await RepeatedAsync(project, id, command, reportId, cancellationToken)
                            ?? await KeepAsync(answer, new Outcome.Refused(refused.Refusal), cancellationToken);
                case Decision.Accepted { Events.Count: 0 }:
                    return await KeepAsync(answer, new Outcome.Done(before!.Bot), cancellationToken);
                case Decision.Accepted accepted:
                    var append = Append(id, before, accepted, now, reportId, answer) with { Image = terms.Image, Media = terms.Media };
                    switch (await AppendAsync(append, cancellationToken))
                    {
                        case AppendResult.Appended:
                            return new Outcome.Done(append.After, accepted.Events);
                        case AppendResult.AlreadyReported
                            when await RepeatedAsync(project, id, command, reportId, cancellationToken) is { } repeated:
                            return repeated;
                        case AppendResult.AlreadyAnswered when await answer!.ReadAsync(cancellationToken) is { } first:
                            return first;
                        case AppendResult.AlreadyReported or AppendResult.AlreadyAnswered:
                            continue;
                        default:
                            await Task.Delay(
                                TimeSpan.FromMilliseconds(10 * (race + 1) * (0.5 + Random.Shared.NextDouble())),
                                clock,
                                cancellationToken
                            );
                            continue;
                    }
            }
        }

        return new Outcome.Refused(new BotRefusal.LostEveryRace());
    }

    /// <summary>
    /// A report that was accepted stays accepted whatever has happened since, but an id stands for one report. The bot is read again,
    /// because the earlier read may precede the report and the answer must reflect it.
    /// </summary>
    /// <returns>Null if nothing was accepted under this id.</returns>
    private async Task<Outcome?> RepeatedAsync(
        string project,
        BotId id,
        BotCommand command,
        string? reportId,
        CancellationToken cancellationToken
    ) =>
        reportId is null || await store.ReportedAsync(project, id, reportId, cancellationToken) is not { } accepted ? null
        : command is BotCommand.Report report && !report.Says(accepted) ? new Outcome.Refused(new BotRefusal.ReportIdReused())
        : await store.ReadAsync(project, id, cancellationToken) is { } now ? new Outcome.Done(now.Bot)
        : null;

    private static Decision Decide(Bot? bot, BotCommand command, WriteTerms terms, DateTimeOffset now) =>
        bot is { State: not BotState.Deleted } && terms.IsMeantFor?.Invoke(bot.Version) == false
            ? Decision.Refuse(new BotRefusal.OtherVersion(bot.Version))
            : BotDecider.Decide(bot, command, now);

    private static async Task<Outcome> KeepAsync(AnswerRow? answer, Outcome outcome, CancellationToken cancellationToken) =>
        answer is null ? outcome : await answer.KeepAsync(outcome, cancellationToken);

    private async Task<AppendResult> AppendAsync(StreamAppend append, CancellationToken cancellationToken)
    {
        Tracing.Concerns(append.After.Project, append.After.Id);
        if (append.Events.Any(stored => Announcing.IsNeeded(stored.Event)))
        {
            var (project, id) = (append.After.Project, append.After.Id.ToString());
            var announcement = new BotAnnouncement(
                project,
                id,
                append.From,
                append.To,
                append.Commit,
                clock.GetUtcNow(),
                HasWebhooks: append.After.Settings.HasWebhooks
            );
            await Task.WhenAll(
                queues.Events.SendAsync(announcement.ToJson(), delay: null, cancellationToken),
                append.Before is null
                    ? index.WriteAsync(project, append.After.Id, joinCommandSentAt: null, cancellationToken)
                    : Task.CompletedTask
            );
        }

        if (append.Image is { } image)
        {
            // Store the image after the announcement, so that it is removed if the bot is never committed.
            await images.StoreAsync(append.After.Project, append.After.Id, image, cancellationToken);
        }

        if (append.Media is { } file)
        {
            await media.StoreAsync(append.After.Project, append.After.Id, file, cancellationToken);
        }

        var result = await store.AppendAsync(append, cancellationToken);
        if (result == AppendResult.Appended)
        {
            foreach (var stored in append.Events)
            {
                Measures.Appended(stored.Event, stored.OldState, stored.NewState, append.After);
            }
        }

        return result;
    }

    private StreamAppend Append(
        BotId id,
        StoredBot? before,
        Decision.Accepted accepted,
        DateTimeOffset now,
        string? reportId,
        AnswerRow? answer
    )
    {
        var commit = RandomNumberGenerator.GetHexString(16, lowercase: true);
        var bot = before?.Bot;
        List<StoredEvent> events = [];
        foreach (var next in accepted.Events)
        {
            var after = Bot.Evolve(id, bot, next);
            var dueAt = LifecyclePolicy.Next(after, now, options)?.At;
            events.Add(new StoredEvent(after.Version, next, bot?.State ?? BotState.Ready, after.State, commit, dueAt, Tracing.Traceparent));
            bot = after;
        }

        return new StreamAppend(before, events, bot!, commit, reportId) { Answer = answer?.Keep(new Outcome.Done(bot!, accepted.Events)) };
    }
}
