using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Usher.Bots;

namespace Usher.Storage;

/// <summary>
/// The container <c>bot-images</c>: the pictures of each bot by the SHA-256 of their bytes. No two bots share one, so whatever begins
/// with a bot's name goes when its data goes, also what no event names any more.
/// </summary>
internal sealed class BotImages(BlobContainerClient container)
{
    public Task CreateIfNotExistsAsync(CancellationToken cancellationToken) =>
        container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);

    /// <summary>Stored before the event that names it, so that no event names a picture that is not there.</summary>
    public Task StoreAsync(string project, BotId bot, BotImage image, CancellationToken cancellationToken) =>
        container.GetBlobClient(BotImage.Name(project, bot, image.Hash)).UploadAsync(
            BinaryData.FromBytes(image.Bytes),
            new BlobUploadOptions { HttpHeaders = new BlobHttpHeaders { ContentType = image.Type } },
            cancellationToken);

    /// <returns>Null where the bot has none.</returns>
    public async Task<BotImage?> FindAsync(Bot bot, CancellationToken cancellationToken) => bot.Settings.Image is { } image
        ? await FindAsync(BotImage.Name(bot.Project, bot.Id, image.Sha256), image.Type, cancellationToken)
            ?? await FindAsync(BotImage.SharedName(bot.Project, image.Sha256), image.Type, cancellationToken)
        : null;

    /// <summary>Every picture that the bot has ever had.</summary>
    public async Task RemoveAsync(string project, BotId bot, CancellationToken cancellationToken)
    {
        await foreach (var blob in container.GetBlobsAsync(
            BlobTraits.None, BlobStates.None, BotImage.Prefix(project, bot), cancellationToken))
        {
            await container.DeleteBlobIfExistsAsync(blob.Name, cancellationToken: cancellationToken);
        }
    }

    private async Task<BotImage?> FindAsync(string name, string type, CancellationToken cancellationToken)
    {
        try
        {
            var content = await container.GetBlobClient(name).DownloadContentAsync(cancellationToken);
            return new BotImage(type, content.Value.Content.ToMemory());
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return null;
        }
    }
}
