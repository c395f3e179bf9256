namespace Usher.LocalHost;

/// <summary>What the person asked for on the command line.</summary>
internal sealed record LocalHostOptions
{
    public required int Port { get; init; }

    /// <summary>Null: an Azurite of our own.</summary>
    public string? StorageConnectionString { get; init; }

    public required string DataFolder { get; init; }

    /// <summary>Null: what the environment says, else simulated.</summary>
    public BotRunner? Runner { get; init; }

    /// <summary>How long a dequeued message stays hidden from others while its function runs; null: as in Azure.</summary>
    public TimeSpan? QueueLease { get; init; }

    /// <summary>The third crash of the worker ends the development host instead of restarting it.</summary>
    public bool CrashLimit { get; init; }

    /// <summary>Start what was built last, as it is.</summary>
    public bool NoBuild { get; init; }

    /// <summary>The built app; null: this repository's own, built first.</summary>
    public string? AppFolder { get; init; }
}
