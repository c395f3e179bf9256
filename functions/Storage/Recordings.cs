using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Sas;
using Usher.Bots;

namespace Usher.Storage;

/// <summary>
/// The container <c>recordings</c>: one file per bot, uploaded by its runner and downloaded by clients, each through a SAS URL that allows
/// only that for a limited time. The bytes never pass through the app.
/// </summary>
internal sealed class Recordings(BlobServiceClient service, BlobContainerClient container, TimeProvider clock)
{
    /// <summary>A runner whose upload takes longer asks for another URL.</summary>
    private static readonly TimeSpan UploadFor = TimeSpan.FromHours(1);

    /// <summary>
    /// The longest time from issuing an upload URL to the end of an upload through it: an upload that starts just in time may take as long
    /// again.
    /// </summary>
    public static readonly TimeSpan LatestUpload = UploadFor * 2;

    /// <summary>The same as Attendee's.</summary>
    private static readonly TimeSpan ReadFor = TimeSpan.FromMinutes(30);

    /// <summary>Allows for clock skew.</summary>
    private static readonly TimeSpan ValidSince = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan KeyFor = TimeSpan.FromHours(12);

    private UserDelegationKey? key;

    /// <summary>The prefix of every recording's URL.</summary>
    public Uri Address { get; } = new($"{container.Uri.GetLeftPart(UriPartial.Path)}/");

    public Task CreateIfNotExistsAsync(CancellationToken cancellationToken) =>
        container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);

    /// <summary>A URL that only allows uploading the file.</summary>
    public async Task<(Uri Url, DateTimeOffset ExpiresAt)> UploadAsync(Bot bot, CancellationToken cancellationToken)
    {
        var expiresAt = clock.GetUtcNow() + UploadFor;
        return (await SignAsync(bot, BlobSasPermissions.Create | BlobSasPermissions.Write, expiresAt, cancellationToken), expiresAt);
    }

    /// <summary>A URL that only allows reading the file.</summary>
    public Task<Uri> ReadAsync(Bot bot, CancellationToken cancellationToken) =>
        SignAsync(bot, BlobSasPermissions.Read, clock.GetUtcNow() + ReadFor, cancellationToken);

    /// <summary>Stores the file for the app's own simulated runner; every other runner uploads it itself.</summary>
    public Task StoreAsync(Bot bot, string contentType, BinaryData file, CancellationToken cancellationToken) =>
        BlobOf(bot)
            .UploadAsync(
                file,
                new BlobUploadOptions { HttpHeaders = new BlobHttpHeaders { ContentType = contentType } },
                cancellationToken
            );

    public Task RemoveAsync(string project, BotId bot, CancellationToken cancellationToken) =>
        container.RemoveAsync($"{project}/{bot}.", cancellationToken);

    private BlobClient BlobOf(Bot bot) => container.GetBlobClient($"{bot.Project}/{bot.Id}.{bot.Settings.RecordingFormat}");

    private async Task<Uri> SignAsync(
        Bot bot,
        BlobSasPermissions permissions,
        DateTimeOffset expiresAt,
        CancellationToken cancellationToken
    )
    {
        var blob = BlobOf(bot);
        var sas = new BlobSasBuilder(permissions, expiresAt)
        {
            BlobContainerName = container.Name,
            BlobName = blob.Name,
            Resource = "b",
            StartsOn = clock.GetUtcNow() - ValidSince,
        };
        if (blob.CanGenerateSasUri)
        {
            return blob.GenerateSasUri(sas);
        }

        // With a managed identity there is no account key; the service issues a user delegation key for signing.
        key =
            key?.SignedExpiresOn > expiresAt
                ? key
                : (await service.GetUserDelegationKeyAsync(sas.StartsOn, clock.GetUtcNow() + KeyFor, cancellationToken)).Value;
        return new BlobUriBuilder(blob.Uri) { Sas = sas.ToSasQueryParameters(key, service.AccountName) }.ToUri();
    }
}
