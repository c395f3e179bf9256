using Usher.Bots;
using Usher.Storage;

namespace Usher.Lifecycle;

/// <summary>What the lifecycle policy has to know of a bot's runner beyond the bot's events, and what it says then.</summary>
internal sealed class RunnerSigns(Heartbeats heartbeats, Pulse pulse, LifecycleOptions options)
{
    /// <summary>What is due so soon may be due by the time it is decided.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(1);

    /// <summary>Outages are asked for only where they matter: where the bot's end for silence has come, were there none.</summary>
    public async Task<(DateTimeOffset? LastHeartbeat, IReadOnlyList<Outage> Outages)> ReadAsync(
        Bot bot,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var lastHeartbeat = await heartbeats.LastAsync(bot, cancellationToken);
        var isForSilence = LifecyclePolicy.Next(bot, now, options, lastHeartbeat) is { IsForSilence: true } step && step.At <= now + Soon;
        return (lastHeartbeat, isForSilence ? await pulse.OutagesAsync(cancellationToken) : []);
    }
}
