using DurableTask.Core.Exceptions;
using Grpc.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Usher.Bots;
using Usher.Telemetry;

namespace Usher.Lifecycle;

/// <summary>Starts and wakes orchestrations in any state: one per bot, with the bot's id as the instance id.</summary>
internal static class BotOrchestrations
{
    /// <summary>An orchestration that is already running counts as success.</summary>
    public static async Task StartAsync(DurableTaskClient durable, string project, BotId id, CancellationToken cancellationToken)
    {
        var bot = new BotReference(project, id.ToString(), Tracing.Traceparent);
        try
        {
            var options = new StartOrchestrationOptions(bot.Bot);
            await durable.ScheduleNewOrchestrationInstanceAsync(nameof(BotLifecycle), bot, options, cancellationToken);
        }
        catch (OrchestrationAlreadyExistsException)
        {
            // The running orchestration checks the bot.
        }
    }

    /// <summary>
    /// Starts the orchestration if it does not exist or has ended. It holds no state, so starting it again is always safe. An orchestration
    /// whose bot is done is not started.
    /// </summary>
    public static async Task WakeAsync(
        DurableTaskClient durable,
        string project,
        BotId id,
        bool isDone,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await durable.RaiseEventAsync(id.ToString(), BotLifecycle.BotChanged, cancellation: cancellationToken);
        }
        catch (RpcException gone) when (gone.StatusCode is StatusCode.NotFound or StatusCode.FailedPrecondition)
        {
            await (isDone ? Task.CompletedTask : StartAsync(durable, project, id, cancellationToken));
        }
    }
}
