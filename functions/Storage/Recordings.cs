using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Sas;
using Usher.Bots;

namespace Usher.Storage;

/// <summary>
/// The container <c>recordings</c>: one file a bot, which its runner puts there and clients fetch from there, both with an address that
/// allows just that for a while. The app never carries the bytes.
/// </summary>
internal sealed class Recordings(BlobServiceClient service, BlobContainerClient container, TimeProvider clock)
{
    /// <summary>A runner whose upload takes longer asks again.</summary>
    private static readonly TimeSpan UploadFor = TimeSpan.FromHours(1);

    /// <summary>
    /// From when an address is given out until the last file has come through it: an upload that began in time may take as long again.
    /// </summary>
    public static readonly TimeSpan LatestUpload = UploadFor * 2;

    /// <summary>As long as the peer's.</summary>
    private static readonly TimeSpan ReadFor = TimeSpan.FromMinutes(30);

    /// <summary>Clocks differ.</summary>
    private static readonly TimeSpan ValidSince = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan KeyFor = TimeSpan.FromHours(12);

    private UserDelegationKey? key;

    /// <summary>Every address of a recording begins like this.</summary>
    public Uri Address { get; } = new($"{container.Uri.GetLeftPart(UriPartial.Path)}/");

    public Task CreateIfNotExistsAsync(CancellationToken cancellationToken) =>
        container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);

    /// <summary>An address that takes the file and shows nothing.</summary>
    public async Task<(Uri Url, DateTimeOffset ExpiresAt)> UploadAsync(Bot bot, CancellationToken cancellationToken)
    {
        var expiresAt = clock.GetUtcNow() + UploadFor;
        return (await SignAsync(bot, BlobSasPermissions.Create | BlobSasPermissions.Write, expiresAt, cancellationToken), expiresAt);
    }

    /// <summary>An address that shows the file and takes nothing.</summary>
    public Task<Uri> ReadAsync(Bot bot, CancellationToken cancellationToken) =>
        SignAsync(bot, BlobSasPermissions.Read, clock.GetUtcNow() + ReadFor, cancellationToken);

    /// <summary>For the runner in the app: any other uploads by itself.</summary>
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

        // With an identity there is no account key: the service gives one to sign with.
        key =
            key?.SignedExpiresOn > expiresAt
                ? key
                : (await service.GetUserDelegationKeyAsync(sas.StartsOn, clock.GetUtcNow() + KeyFor, cancellationToken)).Value;
        return new BlobUriBuilder(blob.Uri) { Sas = sas.ToSasQueryParameters(key, service.AccountName) }.ToUri();
    }
}
