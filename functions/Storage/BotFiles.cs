using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Usher.Bots;

namespace Usher.Storage;

/// <summary>
/// A container with files of bots by the SHA-256 of their bytes. No two bots share one, so whatever begins with a bot's name goes when its
/// data goes, also what no event names any more.
/// </summary>
internal abstract class BotFiles(BlobContainerClient container)
{
    public Task CreateIfNotExistsAsync(CancellationToken cancellationToken) =>
        container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);

    /// <summary>Stored before the event that names it, so that no event names a file that is not there.</summary>
    public Task StoreAsync(string project, BotId bot, BotFile file, CancellationToken cancellationToken) =>
        container
            .GetBlobClient(BotFile.Name(project, bot, file.Hash))
            .UploadAsync(
                BinaryData.FromBytes(file.Bytes),
                new BlobUploadOptions { HttpHeaders = new BlobHttpHeaders { ContentType = file.Type } },
                cancellationToken
            );

    /// <summary>Every file that the bot has ever had.</summary>
    public Task RemoveAsync(string project, BotId bot, CancellationToken cancellationToken) =>
        container.RemoveAsync(BotFile.Prefix(project, bot), cancellationToken);

    /// <returns>Null where there is none.</returns>
    protected async Task<BotFile?> FindAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            var content = await container.GetBlobClient(name).DownloadContentAsync(cancellationToken);
            return new BotFile(content.Value.Details.ContentType, content.Value.Content.ToMemory());
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return null;
        }
    }
}
