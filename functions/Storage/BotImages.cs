using Azure.Storage.Blobs;
using Usher.Bots;

namespace Usher.Storage;

/// <summary>The container <c>bot-images</c>: the pictures that bots show.</summary>
internal sealed class BotImages(BlobContainerClient container) : BotFiles(container)
{
    /// <returns>Null if the bot has no image.</returns>
    public async Task<BotFile?> FindAsync(Bot bot, CancellationToken cancellationToken) =>
        bot.Settings.Image is { } image
            ? (
                await FindAsync(BotFile.Name(bot.Project, bot.Id, image.Sha256), cancellationToken)
                ?? await FindAsync(BotFile.SharedName(bot.Project, image.Sha256), cancellationToken)
            )
            : null;
}
