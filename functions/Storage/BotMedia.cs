using Azure.Storage.Blobs;
using Usher.Bots;

namespace Usher.Storage;

/// <summary>The container <c>bot-media</c>: the pictures and sounds that bots are told to play in their meetings.</summary>
internal sealed class BotMedia(BlobContainerClient container) : BotFiles(container)
{
    /// <param name="project">Whose bot it is.</param>
    /// <param name="bot">The bot.</param>
    /// <param name="hash">The SHA-256 of its bytes.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>Null where there is none.</returns>
    public Task<BotFile?> FindAsync(string project, BotId bot, string hash, CancellationToken cancellationToken) =>
        FindAsync(BotFile.Name(project, bot, hash), cancellationToken);
}
