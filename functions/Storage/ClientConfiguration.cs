using Azure.Core;
using Azure.Identity;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;

namespace Usher.Storage;

/// <summary>A hook into the options of every storage client; tests use it to count requests.</summary>
internal sealed record ClientConfiguration(Action<ClientOptions> Apply);
