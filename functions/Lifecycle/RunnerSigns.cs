using Usher.Bots;
using Usher.Storage;

namespace Usher.Lifecycle;

/// <summary>What the lifecycle policy needs to know about a bot's runner beyond the bot's events.</summary>
internal sealed class RunnerSigns(Heartbeats heartbeats, Pulse pulse, LifecycleOptions options)
{
    /// <summary>A step due within this time may be due by the time it is decided.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(1);

    /// <summary>Reads outages only if they matter: if the bot is due to be ended for silence unless there were any.</summary>
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
