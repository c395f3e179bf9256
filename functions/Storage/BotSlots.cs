using System.Globalization;
using System.Security.Cryptography;
using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using Usher.Bots;

namespace Usher.Storage;

/// <summary>
/// Who is in a meeting or on the way there, where that is limited: the table <c>slots</c>, a partition a project, a row a bot. A creation has to insert one of as many rows as the
/// limit allows, so however many come at once, no more get through. A scheduled bot takes its place when it is told to join, whether there is one or not: its caller has been promised it.
/// Places are given back by the dispatcher; what a crash leaves is found by the inspection.
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
            var taken = await TakenAsync(project, cancellationToken);
            if (taken.Count >= Limit)
            {
                return false;
            }

            // Any of the free ones: of those who come at once few want the same. Where one is lost, somebody else has it.
            var free = Enumerable.Range(0, Limit).Where(number => !taken.ContainsKey(Key(number))).ToList();
            if (free.Count == 0 || await TryAddAsync(project, bot, free[RandomNumberGenerator.GetInt32(free.Count)], cancellationToken))
            {
                return free.Count > 0;
            }
        }
    }

    public async Task<bool> AreAllTakenAsync(string project, CancellationToken cancellationToken) => (await TakenAsync(project, cancellationToken)).Count >= Limit;

    /// <summary>A place beyond the limit where there is none within. One that has a place keeps it.</summary>
    public async Task TakeAnywayAsync(string project, BotId bot, CancellationToken cancellationToken)
    {
        while (true)
        {
            var taken = await TakenAsync(project, cancellationToken);
            if (taken.ContainsValue(bot.ToString())
                || await TryAddAsync(project, bot, Enumerable.Range(0, int.MaxValue).First(number => !taken.ContainsKey(Key(number))), cancellationToken))
            {
                return;
            }
        }
    }

    public async Task ReleaseAsync(string project, BotId bot, CancellationToken cancellationToken)
    {
        foreach (var (key, _) in (await TakenAsync(project, cancellationToken)).Where(entry => entry.Value == bot.ToString()))
        {
            await table.DeleteEntityAsync(project, key, ETag.All, cancellationToken);
        }
    }

    /// <summary>Gives back the places of bots that never came or are not there any more.</summary>
    public async Task ReconcileAsync(CancellationToken cancellationToken)
    {
        await foreach (var row in table.QueryAsync<TableEntity>(cancellationToken: cancellationToken))
        {
            if (row.GetDateTimeOffset("At") < clock.GetUtcNow() - Grace
                && await store.ReadAsync(row.PartitionKey, BotId.Parse(row.GetString("Bot")!), cancellationToken) is not { Bot.State.IsConcurrent: true })
            {
                await table.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, cancellationToken);
            }
        }
    }

    private async Task<Dictionary<string, string>> TakenAsync(string project, CancellationToken cancellationToken) => await table
        .QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {project}"), select: ["RowKey", "Bot"], cancellationToken: cancellationToken)
        .ToDictionaryAsync(row => row.RowKey, row => row.GetString("Bot")!, StringComparer.Ordinal, cancellationToken);

    private async Task<bool> TryAddAsync(string project, BotId bot, int number, CancellationToken cancellationToken)
    {
        try
        {
            await table.AddEntityAsync(new TableEntity(project, Key(number)) { ["Bot"] = bot.ToString(), ["At"] = clock.GetUtcNow() }, cancellationToken);
            return true;
        }
        catch (RequestFailedException exists) when (exists.ErrorCode == TableErrorCode.EntityAlreadyExists)
        {
            // Its own, where the answer to a first try got lost.
            return (await table.FindAsync(project, Key(number), ["Bot"], cancellationToken))?.GetString("Bot") == bot.ToString();
        }
    }

    private static string Key(int number) => number.ToString("D6", CultureInfo.InvariantCulture);
}
