using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Identity;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Usher.Telemetry;

namespace Usher.Storage;

/// <summary>A hook into the options of every storage client: tests count requests with it.</summary>
internal sealed record ClientConfiguration(Action<ClientOptions> Apply);
