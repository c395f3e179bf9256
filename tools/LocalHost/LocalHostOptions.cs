namespace Usher.LocalHost;

internal enum BotRunner
{
    /// <summary>Meetings are played by the runner that ships in the app.</summary>
    Simulated,

    /// <summary>Something else takes the commands from the queue.</summary>
    External,
}

/// <summary>What the person asked for on the command line.</summary>
internal sealed record LocalHostOptions
{
    public required int Port { get; init; }

    /// <summary>Null: an Azurite of our own.</summary>
    public string? StorageConnectionString { get; init; }

    public required string DataFolder { get; init; }

    /// <summary>Null: what the environment says, else simulated.</summary>
    public BotRunner? Runner { get; init; }

    /// <summary>How long a dequeued message stays hidden from others while its function runs.</summary>
    public required TimeSpan QueueLease { get; init; }

    /// <summary>HTTP requests are rebuilt as older hosts do it, instead of proxied.</summary>
    public bool LegacyForwarding { get; init; }

    /// <summary>The third crash of the handler ends the development host instead of restarting it.</summary>
    public bool CrashLimit { get; init; }

    /// <summary>Start what was published last, as it is.</summary>
    public bool NoBuild { get; init; }

    /// <summary>The published app; null: this repository's own, published first.</summary>
    public string? AppFolder { get; init; }
}
