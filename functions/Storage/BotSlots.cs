using System.Globalization;
using System.Security.Cryptography;
using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using Usher.Bots;

namespace Usher.Storage;

/// <summary>
/// Limits how many bots are in a meeting or on the way there. The table <c>slots</c> has a partition per project and a row per slot. A
/// creation must insert one of as many rows as the limit allows, so concurrent creations cannot exceed it. A scheduled bot takes a slot
/// when it is told to join, even beyond the limit, because its join has been promised. The dispatcher assigns and releases slots by the
/// bot's current state, never by the triggering event; an inspection releases what a crash leaves behind.
/// </summary>
internal sealed class BotSlots(TableClient table, LimitOptions limits, BotStore store, TimeProvider clock)
{
    /// <summary>No creation takes longer than this from its slot to its bot.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(2);

    public bool IsLimited => limits.ConcurrentBots is not null;

    public int Limit => limits.ConcurrentBots!.Value;

    /// <returns>False if the limit is reached.</returns>
    public async Task<bool> TryTakeAsync(string project, BotId bot, CancellationToken cancellationToken)
    {
        while (true)
        {
            var places = await PlacesAsync(project, cancellationToken);
            if (places.Count >= Limit)
            {
                return false;
            }

            // Pick a random free slot, so that concurrent creations rarely compete for the same one. If the slot is lost, another bot has
            // it.
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
    /// Assigns a slot to the bot, beyond the limit if necessary, or releases its slot, depending on the bot's current state. Events arrive
    /// late and in any order, and two may arrive at once.
    /// </summary>
    public async Task SettleAsync(string project, BotId bot, CancellationToken cancellationToken)
    {
        while (true)
        {
            // Read the slots before the bot: any slot found was taken before the bot was seen to have ended, and an ended bot stays ended.
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

    /// <summary>Releases the slot of a bot that was not created.</summary>
    public async Task ReleaseAsync(string project, BotId bot, CancellationToken cancellationToken)
    {
        foreach (var place in (await PlacesAsync(project, cancellationToken)).Where(place => IsOf(place, bot)))
        {
            await RemoveAsync(place, cancellationToken);
        }
    }

    /// <summary>Releases the slots of bots that were never created or no longer exist.</summary>
    /// <returns>The bots that could not be read, and why. They keep their slots without blocking the release of others.</returns>
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

    /// <summary>Ordered by number.</summary>
    private async Task<List<TableEntity>> PlacesAsync(string project, CancellationToken cancellationToken) =>
        await table
            .QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {project}"), cancellationToken: cancellationToken)
            .ToListAsync(cancellationToken);

    /// <summary>A slot that another bot has taken since it was read stays that bot's.</summary>
    private async Task RemoveAsync(TableEntity place, CancellationToken cancellationToken)
    {
        try
        {
            await table.DeleteEntityAsync(place.PartitionKey, place.RowKey, place.ETag, cancellationToken);
        }
        catch (RequestFailedException changed) when (changed.Status == 412)
        {
            // Another process has already released it.
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
            // The bot has the slot already if the response to a first attempt was lost.
            return await table.FindAsync(project, Key(number), ["Bot"], cancellationToken) is { } place && IsOf(place, bot);
        }
    }

    private static string Key(int number) => number.ToString("D6", CultureInfo.InvariantCulture);
}
