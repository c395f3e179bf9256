using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Usher.Bots;

namespace Usher.Storage;

/// <summary>The container <c>bot-images</c>: a project's pictures by the SHA-256 of their bytes.</summary>
internal sealed class BotImages(BlobContainerClient container)
{
    public Task CreateIfNotExistsAsync(CancellationToken cancellationToken) => container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);

    /// <summary>Stored before the event that names it, so that no event names a picture that is not there.</summary>
    public Task StoreAsync(string project, BotImage image, CancellationToken cancellationToken) =>
        container.GetBlobClient(image.Name(project)).UploadAsync(
            BinaryData.FromBytes(image.Bytes), new BlobUploadOptions { HttpHeaders = new BlobHttpHeaders { ContentType = image.Type } }, cancellationToken);

    /// <returns>Null where the bot has none.</returns>
    public async Task<BotImage?> FindAsync(Bot bot, CancellationToken cancellationToken)
    {
        if (bot.Settings.Image is not { } image)
        {
            return null;
        }

        try
        {
            var content = await container.GetBlobClient(BotImage.Name(bot.Project, image.Sha256)).DownloadContentAsync(cancellationToken);
            return new BotImage(image.Type, content.Value.Content.ToMemory());
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return null;
        }
    }
}
