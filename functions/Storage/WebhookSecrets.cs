using System.Security.Cryptography;
using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using Usher.Webhooks;

namespace Usher.Storage;

/// <summary>A project's secret: the one in force, and while it takes over the one before it.</summary>
internal sealed record WebhookSecret(byte[] Current, byte[]? Previous, DateTimeOffset? PreviousUntil)
{
    public const string Prefix = "whsec_";

    /// <summary>Those that sign now, the newest first.</summary>
    public IReadOnlyList<byte[]> At(DateTimeOffset now) => Previous is not null && now < PreviousUntil ? [Current, Previous] : [Current];
}

/// <summary>The secrets' rows in the table <c>projects</c>, one a project, encrypted and bound to it.</summary>
internal sealed class WebhookSecrets(TableClient table, SecretBox box, TimeProvider clock)
{
    public const string Row = "secret";
    private const int SecretBytes = 32;
    private const int MaxRaces = 5;

    /// <summary>The secret, made where there is none yet. Whoever comes at the same time gets the same one.</summary>
    public async Task<WebhookSecret> EnsureAsync(string project, CancellationToken cancellationToken)
    {
        for (var race = 0; ; race++)
        {
            if (await table.FindAsync(WebhookStore.Partition(project), Row, null, cancellationToken) is { } row)
            {
                return Read(project, row);
            }

            var made = new WebhookSecret(RandomNumberGenerator.GetBytes(SecretBytes), null, null);
            try
            {
                await table.AddEntityAsync(ToRow(project, made), cancellationToken);
                return made;
            }
            catch (RequestFailedException exists) when (exists.ErrorCode == TableErrorCode.EntityAlreadyExists && race < MaxRaces)
            {
                // Somebody was faster: theirs counts.
            }
        }
    }

    /// <summary>A new secret; the one before it signs too until the overlap is over. One that was being replaced already ends at once.</summary>
    public async Task<WebhookSecret> RotateAsync(string project, TimeSpan overlap, CancellationToken cancellationToken)
    {
        var before = await EnsureAsync(project, cancellationToken);
        var rotated = new WebhookSecret(RandomNumberGenerator.GetBytes(SecretBytes), before.Current, clock.GetUtcNow() + overlap);
        await table.UpsertEntityAsync(ToRow(project, rotated), TableUpdateMode.Replace, cancellationToken);
        return rotated;
    }

    public WebhookSecret Read(string project, TableEntity row) => new(
        Open(project, row, "Current")!, Open(project, row, "Previous"), row.GetDateTimeOffset("PreviousUntil"));

    private TableEntity ToRow(string project, WebhookSecret secret)
    {
        var row = new TableEntity(WebhookStore.Partition(project), Row) { ["PreviousUntil"] = secret.PreviousUntil };
        Seal(project, row, "Current", secret.Current);
        if (secret.Previous is { } previous)
        {
            Seal(project, row, "Previous", previous);
        }

        return row.WithoutNulls();
    }

    private void Seal(string project, TableEntity row, string name, byte[] secret)
    {
        var stored = box.Seal(secret, Owner(project));
        (row[name], row[$"{name}KeyId"]) = (stored.Sealed, stored.KeyId);
    }

    private byte[]? Open(string project, TableEntity row, string name) =>
        row.GetBinary(name) is { } bytes ? box.Open(new SealedSecret(row.GetString($"{name}KeyId")!, bytes), Owner(project)) : null;

    private static string Owner(string project) => $"webhook secret of project {project}";
}
