using Azure.Storage.Blobs;
using Usher.Bots;

namespace Usher.Storage;

/// <summary>The container <c>bot-media</c>: the pictures and sounds that bots show or play in their meetings.</summary>
internal sealed class BotMedia(BlobContainerClient container) : BotFiles(container)
{
    /// <param name="project">The bot's project.</param>
    /// <param name="bot">The bot.</param>
    /// <param name="hash">The SHA-256 of the file's bytes.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>Null if there is no such file.</returns>
    public Task<BotFile?> FindAsync(string project, BotId bot, string hash, CancellationToken cancellationToken) =>
        FindAsync(BotFile.Name(project, bot, hash), cancellationToken);
}
