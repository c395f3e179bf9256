using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Usher.Storage;

/// <summary>Container operations that the SDK lacks.</summary>
internal static class BlobContainerExtensions
{
    /// <summary>Removes every blob whose name starts with <paramref name="prefix"/>.</summary>
    public static async Task RemoveAsync(this BlobContainerClient container, string prefix, CancellationToken cancellationToken)
    {
        await foreach (var blob in container.GetBlobsAsync(BlobTraits.None, BlobStates.None, prefix, cancellationToken))
        {
            await container.DeleteBlobIfExistsAsync(blob.Name, cancellationToken: cancellationToken);
        }
    }
}
