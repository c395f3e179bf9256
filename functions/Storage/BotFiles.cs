using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Usher.Bots;

namespace Usher.Storage;

/// <summary>
/// A container with files of bots, named by the SHA-256 of their bytes. Bots never share files, so everything with the bot's prefix is
/// removed with the bot's data, including files that no event names.
/// </summary>
internal abstract class BotFiles(BlobContainerClient container)
{
    public Task CreateIfNotExistsAsync(CancellationToken cancellationToken) =>
        container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);

    /// <summary>Must run before the event that names the file is written, so that no event names a missing file.</summary>
    public Task StoreAsync(string project, BotId bot, BotFile file, CancellationToken cancellationToken) =>
        container
            .GetBlobClient(BotFile.Name(project, bot, file.Hash))
            .UploadAsync(
                BinaryData.FromBytes(file.Bytes),
                new BlobUploadOptions { HttpHeaders = new BlobHttpHeaders { ContentType = file.Type } },
                cancellationToken
            );

    /// <summary>Removes every file the bot has ever had.</summary>
    public Task RemoveAsync(string project, BotId bot, CancellationToken cancellationToken) =>
        container.RemoveAsync(BotFile.Prefix(project, bot), cancellationToken);

    /// <returns>Null if there is no such file.</returns>
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
