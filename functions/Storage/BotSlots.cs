using System.Globalization;
using System.Security.Cryptography;
using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using Usher.Bots;

namespace Usher.Storage;

/// <summary>
/// Who is in a meeting or on the way there, where that is limited: the table <c>slots</c>, a partition a project, a row a place. A creation
/// has to insert one of as many rows as the limit allows, so however many come at once, no more get through. A scheduled bot takes its
/// place when it is told to join, whether there is one or not: its caller has been promised it. The dispatcher settles whose place is whose
/// by what the bot is, never by the event that brought it there; what a crash leaves is found by the inspection.
/// </summary>
internal sealed class BotSlots(TableClient table, LimitOptions limits, BotStore store, TimeProvider clock)
{
    /// <summary>No creation takes longer from its place to its bot.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(2);

    public bool IsLimited => limits.ConcurrentBots is not null;

    public int Limit => limits.ConcurrentBots!.Value;

    /// <returns>False where as many are taken as may be.</returns>
    public async Task<bool> TryTakeAsync(string project, BotId bot, CancellationToken cancellationToken)
    {
        while (true)
        {
            var places = await PlacesAsync(project, cancellationToken);
            if (places.Count >= Limit)
            {
                return false;
            }

            // Any of the free ones: of those who come at once few want the same. Where one is lost, somebody else has it.
            var free = Free(places).TakeWhile(number => number < Limit).ToList();
            if (free.Count == 0 || await TryAddAsync(project, bot, free[RandomNumberGenerator.GetInt32(free.Count)], cancellationToken))
            {
                return free.Count > 0;
            }
        }
    }

    public async Task<bool> AreAllTakenAsync(string project, CancellationToken cancellationToken) =>
        (await PlacesAsync(project, cancellationToken)).Count >= Limit;

    /// <summary>
    /// Gives the bot one place, beyond the limit where there is none within, or takes it away, as the bot is by then. Events come late and
    /// in any order, and two may come at once.
    /// </summary>
    public async Task SettleAsync(string project, BotId bot, CancellationToken cancellationToken)
    {
        while (true)
        {
            // The places first: what is taken away was taken before the bot was seen to be over, and a bot that is over stays so.
            var places = await PlacesAsync(project, cancellationToken);
            var own = places.FindAll(place => IsOf(place, bot));
            var isConcurrent = await IsConcurrentAsync(project, bot, cancellationToken);
            if (isConcurrent && own.Count == 0)
            {
                await TryAddAsync(project, bot, Free(places).First(), cancellationToken);
                continue;
            }

            foreach (var place in own.Skip(isConcurrent ? 1 : 0))
            {
                await RemoveAsync(place, cancellationToken);
            }

            return;
        }
    }

    /// <summary>The place of a bot that has not come.</summary>
    public async Task ReleaseAsync(string project, BotId bot, CancellationToken cancellationToken)
    {
        foreach (var place in (await PlacesAsync(project, cancellationToken)).Where(place => IsOf(place, bot)))
        {
            await RemoveAsync(place, cancellationToken);
        }
    }

    /// <summary>Gives back the places of bots that never came or are not there any more.</summary>
    /// <returns>The bots that could not be read, and why. They keep their places, and keep nobody else's from being given back.</returns>
    public async Task<IReadOnlyList<(string Project, string Bot, Exception Why)>> ReconcileAsync(CancellationToken cancellationToken)
    {
        List<(string Project, string Bot, Exception Why)> unreadable = [];
        await foreach (var place in table.QueryAsync<TableEntity>(cancellationToken: cancellationToken))
        {
            var bot = place.GetString("Bot")!;
            try
            {
                await ReconcileAsync(place, BotId.Parse(bot), cancellationToken);
            }
            catch (Exception exception) when (!StorageFailure.IsTransient(exception))
            {
                unreadable.Add((place.PartitionKey, bot, exception));
            }
        }

        return unreadable;
    }

    private async Task ReconcileAsync(TableEntity place, BotId bot, CancellationToken cancellationToken)
    {
        if (
            place.GetDateTimeOffset("At") < clock.GetUtcNow() - Grace
            && !await IsConcurrentAsync(place.PartitionKey, bot, cancellationToken)
        )
        {
            await RemoveAsync(place, cancellationToken);
        }
    }

    private static IEnumerable<int> Free(List<TableEntity> places)
    {
        var taken = places.Select(place => place.RowKey).ToHashSet(StringComparer.Ordinal);
        return Enumerable.Range(0, int.MaxValue).Where(number => !taken.Contains(Key(number)));
    }

    private static bool IsOf(TableEntity place, BotId bot) => place.GetString("Bot") == bot.ToString();

    private async Task<bool> IsConcurrentAsync(string project, BotId bot, CancellationToken cancellationToken) =>
        await store.ReadAsync(project, bot, cancellationToken) is { Bot.State.IsConcurrent: true };

    /// <summary>In the order of their numbers.</summary>
    private async Task<List<TableEntity>> PlacesAsync(string project, CancellationToken cancellationToken) =>
        await table
            .QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {project}"), cancellationToken: cancellationToken)
            .ToListAsync(cancellationToken);

    /// <summary>A place that another bot has taken since it was read stays that bot's.</summary>
    private async Task RemoveAsync(TableEntity place, CancellationToken cancellationToken)
    {
        try
        {
            await table.DeleteEntityAsync(place.PartitionKey, place.RowKey, place.ETag, cancellationToken);
        }
        catch (RequestFailedException changed) when (changed.Status == 412)
        {
            // Somebody else has given it back already.
        }
    }

    private async Task<bool> TryAddAsync(string project, BotId bot, int number, CancellationToken cancellationToken)
    {
        try
        {
            var place = new TableEntity(project, Key(number)) { ["Bot"] = bot.ToString(), ["At"] = clock.GetUtcNow() };
            await table.AddEntityAsync(place, cancellationToken);
            return true;
        }
        catch (RequestFailedException exists) when (exists.ErrorCode == TableErrorCode.EntityAlreadyExists)
        {
            // Its own, where the answer to a first try got lost.
            return await table.FindAsync(project, Key(number), ["Bot"], cancellationToken) is { } place && IsOf(place, bot);
        }
    }

    private static string Key(int number) => number.ToString("D6", CultureInfo.InvariantCulture);
}
