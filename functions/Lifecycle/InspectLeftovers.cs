using Usher.Storage;

namespace Usher.Lifecycle;

/// <summary>Once a minute: messages that were given up are an error for as long as they lie there, and places of bots that are gone are given
/// back.</summary>
internal sealed partial class InspectLeftovers(PoisonQueues poison, BotSlots slots, ILogger<InspectLeftovers> logger)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var message in await poison.PeekAsync(cancellationToken))
        {
            LogPoison(logger, message.Queue, message.Id, message.Bot ?? "no bot", message.Since);
        }

        await (slots.IsLimited ? slots.ReconcileAsync(cancellationToken) : Task.CompletedTask);
    }

    [LoggerMessage(LogLevel.Error, "Queue {Queue}-poison holds message {Message} about {Bot} since {Since}: it failed again and again, and waits to be retried.")]
    private static partial void LogPoison(ILogger logger, string queue, string message, string bot, DateTimeOffset? since);
}
