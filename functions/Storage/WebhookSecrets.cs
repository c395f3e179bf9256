using System.Globalization;
using System.Security.Cryptography;
using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace Usher.Storage;

/// <summary>The secrets' rows in the table <c>projects</c>: one per project, encrypted and bound to it.</summary>
internal sealed class WebhookSecrets(TableClient table, SecretBox box, TimeProvider clock)
{
    public const string Row = "secret";
    private const int SecretBytes = 32;

    /// <summary>The most rotated secrets that still sign: each takes a signature in a header and some columns of the row.</summary>
    public const int MaxPrevious = 50;

    /// <summary>Returns the project's secret and creates it if there is none; concurrent callers get the same one.</summary>
    public async Task<WebhookSecret> EnsureAsync(string project, CancellationToken cancellationToken) =>
        Read(project, await EnsureRowAsync(project, cancellationToken));

    /// <summary>
    /// Creates a new secret. The one before it keeps signing until the overlap is over, and each earlier one until its own is: a caller
    /// that repeats the rotation after a lost response must not invalidate a secret that receivers use.
    /// </summary>
    /// <returns>Null if too many secrets would sign.</returns>
    public async Task<WebhookSecret?> RotateAsync(string project, TimeSpan overlap, CancellationToken cancellationToken)
    {
        while (true)
        {
            var row = await EnsureRowAsync(project, cancellationToken);
            var (before, now) = (Read(project, row), clock.GetUtcNow());
            var signing = before.Previous.Where(previous => now < previous.Until).ToList();
            if (overlap > TimeSpan.Zero && signing.Count >= MaxPrevious)
            {
                return null;
            }

            var rotated = new WebhookSecret(
                RandomNumberGenerator.GetBytes(SecretBytes),
                [new PreviousSecret(before.Current, now + overlap), .. signing]
            );
            try
            {
                await table.UpdateEntityAsync(ToRow(project, rotated), row.ETag, TableUpdateMode.Replace, cancellationToken);
                return rotated;
            }
            catch (RequestFailedException conflict) when (conflict.Status == 412)
            {
                // Another rotation was faster and is rotated in turn. One of the competitors always succeeds.
            }
        }
    }

    public WebhookSecret Read(string project, TableEntity row) => new(Open(project, row, "Current"), [.. ReadPrevious(project, row)]);

    private async Task<TableEntity> EnsureRowAsync(string project, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await table.FindAsync(WebhookStore.Partition(project), Row, null, cancellationToken) is { } row)
            {
                return row;
            }

            try
            {
                var made = ToRow(project, new WebhookSecret(RandomNumberGenerator.GetBytes(SecretBytes)));
                made.ETag = (await table.AddEntityAsync(made, cancellationToken)).Headers.ETag!.Value;
                return made;
            }
            catch (RequestFailedException exists) when (exists.ErrorCode == TableErrorCode.EntityAlreadyExists)
            {
                // Another request was faster; its secret counts.
            }
        }
    }

    private IEnumerable<PreviousSecret> ReadPrevious(string project, TableEntity row)
    {
        for (var place = 0; row.GetBinary(Previous(place)) is not null; place++)
        {
            yield return new PreviousSecret(Open(project, row, Previous(place)), row.GetDateTimeOffset($"{Previous(place)}Until")!.Value);
        }
    }

    private TableEntity ToRow(string project, WebhookSecret secret)
    {
        var row = new TableEntity(WebhookStore.Partition(project), Row);
        Seal(project, row, "Current", secret.Current);
        foreach (var (place, previous) in secret.Previous.Index())
        {
            Seal(project, row, Previous(place), previous.Secret);
            row[$"{Previous(place)}Until"] = previous.Until;
        }

        return row;
    }

    /// <summary>The names Previous, Previous1, Previous2, …</summary>
    private static string Previous(int place) => place == 0 ? "Previous" : string.Create(CultureInfo.InvariantCulture, $"Previous{place}");

    private void Seal(string project, TableEntity row, string name, byte[] secret)
    {
        var stored = box.Seal(secret, Owner(project));
        (row[name], row[$"{name}KeyId"]) = (stored.Sealed, stored.KeyId);
    }

    private byte[] Open(string project, TableEntity row, string name) =>
        box.Open(new SealedSecret(row.GetString($"{name}KeyId")!, row.GetBinary(name)!), Owner(project));

    private static string Owner(string project) => $"webhook secret of project {project}";
}
