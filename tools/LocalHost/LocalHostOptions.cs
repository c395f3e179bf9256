namespace Usher.LocalHost;

/// <summary>The command-line options.</summary>
internal sealed record LocalHostOptions
{
    public required int Port { get; init; }

    /// <summary>Null to start our own Azurite.</summary>
    public string? StorageConnectionString { get; init; }

    public required string DataFolder { get; init; }

    /// <summary>Null for what the environment says, or else simulated.</summary>
    public BotRunner? Runner { get; init; }

    /// <summary>How long a dequeued message stays hidden from others while its function runs; null as in Azure.</summary>
    public TimeSpan? QueueLease { get; init; }

    /// <summary>Makes the worker's third crash end the development host instead of restarting it.</summary>
    public bool CrashLimit { get; init; }

    /// <summary>Starts the latest build without building again.</summary>
    public bool NoBuild { get; init; }

    /// <summary>The built app; null for this repository's own, built first.</summary>
    public string? AppFolder { get; init; }
}
