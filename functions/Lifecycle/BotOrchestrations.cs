using DurableTask.Core.Exceptions;
using Grpc.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Usher.Bots;
using Usher.Telemetry;

namespace Usher.Lifecycle;

/// <summary>Starts and wakes orchestrations, whatever state they are in: one per bot, under the bot's id.</summary>
internal static class BotOrchestrations
{
    /// <summary>One that runs already is success.</summary>
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
            // It will look.
        }
    }

    /// <summary>
    /// One that does not exist or is over is started: it holds nothing, so starting it again is always right. One whose bot is done may
    /// rest.
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
