using Azure.Core;
using Azure.Identity;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;

namespace Usher.Storage;

/// <summary>A hook into the options of every storage client: tests count requests with it.</summary>
internal sealed record ClientConfiguration(Action<ClientOptions> Apply);
