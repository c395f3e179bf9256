using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Usher.Bots.Webhooks;

namespace Usher.Storage;

/// <summary>
/// Stores the subscriptions of projects in the table <c>projects</c>: one partition per project, with the secret next to them, so that one
/// query reads everything. Results are cached for a minute, so other instances learn of a change within a minute; the introduction delivers
/// what a new subscription misses in that time. One row is written with every addition, so that two requests that read the same list cannot
/// both add.
/// </summary>
internal sealed class WebhookStore(TableClient table, TimeProvider clock)
{
    private const int MaxRemembered = 10_000;
    private const int MaxRaces = 5;
    private const int IdLength = 16;
    private const string RowPrefix = "wh_";

    /// <summary>Sorts before the subscriptions, so that it is never read newer than they are.</summary>
    private const string AdditionsRow = "additions";
    private static readonly TimeSpan RememberedFor = TimeSpan.FromMinutes(1);

    /// <summary>After this time no instance caches the state before a change.</summary>
    public static readonly TimeSpan KnownEverywhereAfter = RememberedFor + TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, (ProjectWebhooks Webhooks, DateTimeOffset Until)> remembered = new(
        StringComparer.Ordinal
    );

    /// <summary>Counts invalidations: a result read before one must not be cached after it.</summary>
    private long changes;

    public static string Partition(string project) => $"webhooks|{project}";

    /// <summary>The URL determines the row, so of two simultaneous requests for the same URL one is refused.</summary>
    public static string IdOf(string project, string url) =>
        RowPrefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{project}|{url}")))[..IdLength];

    public async Task<ProjectWebhooks> GetAsync(string project, CancellationToken cancellationToken) =>
        remembered.TryGetValue(project, out var known) && known.Until > clock.GetUtcNow()
            ? known.Webhooks
            : await ReadAsync(project, cancellationToken);

    /// <summary>Reads the current subscriptions, bypassing the cache.</summary>
    public async Task<ProjectWebhooks> ReadAsync(string project, CancellationToken cancellationToken)
    {
        var before = Interlocked.Read(ref changes);
        List<WebhookSubscription> subscriptions = [];
        TableEntity? secret = null;
        TableEntity? additions = null;
        await foreach (
            var row in table.QueryAsync<TableEntity>(
                TableClient.CreateQueryFilter($"PartitionKey eq {Partition(project)}"),
                cancellationToken: cancellationToken
            )
        )
        {
            if (row.RowKey.StartsWith(RowPrefix, StringComparison.Ordinal))
            {
                subscriptions.Add(FromRow(row));
            }
            else if (row.RowKey == WebhookSecrets.Row)
            {
                secret = row;
            }
            else if (row.RowKey == AdditionsRow)
            {
                additions = row;
            }
        }

        var webhooks = new ProjectWebhooks([.. subscriptions.OrderBy(subscription => subscription.CreatedAt)], secret, additions?.ETag);
        if (remembered.Count >= MaxRemembered)
        {
            remembered.Clear();
        }

        remembered[project] = (webhooks, clock.GetUtcNow() + RememberedFor);
        if (before != Interlocked.Read(ref changes))
        {
            remembered.TryRemove(project, out _);
        }

        return webhooks;
    }

    /// <summary>One subscription as it is stored now.</summary>
    /// <returns>Null if the project has no subscription with this id.</returns>
    public async Task<WebhookSubscription?> FindAsync(string project, string id, CancellationToken cancellationToken) =>
        (await ReadAsync(project, cancellationToken)).Find(id);

    /// <param name="project">The subscription's project.</param>
    /// <param name="known">The subscriptions as read; adding fails if one has been added since.</param>
    /// <param name="url">Where to deliver.</param>
    /// <param name="triggers">What to deliver.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>Null if another subscription has been added in the meantime.</returns>
    public async Task<WebhookSubscription?> TryAddAsync(
        string project,
        ProjectWebhooks known,
        string url,
        IReadOnlyList<string> triggers,
        CancellationToken cancellationToken
    )
    {
        var subscription = new WebhookSubscription(IdOf(project, url), url, triggers) { CreatedAt = clock.GetUtcNow() };
        var additions = new TableEntity(Partition(project), AdditionsRow);
        try
        {
            await table.SubmitTransactionAsync(
                [
                    new TableTransactionAction(TableTransactionActionType.Add, ToRow(project, subscription)),
                    known.Additions is { } tag
                        ? new TableTransactionAction(TableTransactionActionType.UpdateReplace, additions, tag)
                        : new TableTransactionAction(TableTransactionActionType.Add, additions),
                ],
                cancellationToken
            );
            return subscription;
        }
        catch (RequestFailedException raced) when (raced.Status is 409 or 412)
        {
            return null;
        }
        finally
        {
            Forget(project);
        }
    }

    public async Task RemoveAsync(string project, string id, CancellationToken cancellationToken)
    {
        await table.DeleteEntityAsync(Partition(project), id, ETag.All, cancellationToken);
        Forget(project);
    }

    /// <summary>Reads and changes a subscription under its ETag, with a few retries if others change it at the same time.</summary>
    /// <returns>The subscription as stored; null if there is none.</returns>
    public async Task<WebhookSubscription?> ChangeAsync(
        string project,
        string id,
        Func<WebhookSubscription, WebhookSubscription> change,
        CancellationToken cancellationToken
    )
    {
        WebhookSubscription? before = null;
        for (var race = 0; race < MaxRaces; race++)
        {
            if (
                !id.StartsWith(RowPrefix, StringComparison.Ordinal)
                || await table.FindAsync(Partition(project), id, null, cancellationToken) is not { } row
            )
            {
                return null;
            }

            before = FromRow(row);
            var after = change(before);
            if (after == before)
            {
                break;
            }

            try
            {
                await table.UpdateEntityAsync(ToRow(project, after), row.ETag, TableUpdateMode.Replace, cancellationToken);
                return after;
            }
            catch (RequestFailedException conflict) when (conflict.Status is 404 or 412)
            {
                // Changed or removed in the meantime: read again.
            }
            finally
            {
                // After the write, even if its response was lost: results read before it must not be used.
                Forget(project);
            }
        }

        return before;
    }

    /// <summary>Must be called after a change: invalidates earlier results and reads in progress.</summary>
    public void Forget(string project)
    {
        Interlocked.Increment(ref changes);
        remembered.TryRemove(project, out _);
    }

    private static TableEntity ToRow(string project, WebhookSubscription subscription) =>
        new TableEntity(Partition(project), subscription.Id)
        {
            ["Url"] = subscription.Url,
            ["Triggers"] = JsonSerializer.Serialize(subscription.Triggers, StorageJson.Default.IReadOnlyListString),
            ["CreatedAt"] = subscription.CreatedAt,
            ["FailingSince"] = subscription.FailingSince,
            ["PausedAt"] = subscription.PausedAt,
            ["EndedAt"] = subscription.EndedAt,
        }.WithoutNulls();

    private static WebhookSubscription FromRow(TableEntity row) =>
        new(
            row.RowKey,
            row.GetString("Url")!,
            JsonSerializer.Deserialize(row.GetString("Triggers")!, StorageJson.Default.IReadOnlyListString)!
        )
        {
            CreatedAt = row.GetDateTimeOffset("CreatedAt")!.Value,
            FailingSince = row.GetDateTimeOffset("FailingSince"),
            PausedAt = row.GetDateTimeOffset("PausedAt"),
            EndedAt = row.GetDateTimeOffset("EndedAt"),
        };
}
