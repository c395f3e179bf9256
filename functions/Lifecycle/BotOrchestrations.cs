using Usher.Bots;
using Usher.Hosting.Durable;

namespace Usher.Lifecycle;

/// <summary>Starts and wakes orchestrations, whatever state they are in: one per bot, under the bot's id.</summary>
internal static class BotOrchestrations
{
    /// <summary>One that runs already is success.</summary>
    public static Task StartAsync(DurableTaskClient durable, string project, BotId id, CancellationToken cancellationToken) =>
        durable.ScheduleNewOrchestrationInstanceAsync(BotLifecycle.FunctionName, id.ToString(), new BotReference(project, id.ToString()).ToJson(), cancellationToken);

    /// <summary>One that does not exist or has failed is started: it holds nothing, so starting it again is always right. One whose bot is done may rest.</summary>
    public static async Task WakeAsync(DurableTaskClient durable, string project, BotId id, bool isDone, CancellationToken cancellationToken)
    {
        var delivery = await durable.RaiseEventAsync(id.ToString(), BotLifecycle.BotChanged, eventPayload: null, cancellationToken);
        if (delivery != DeliveryResult.Accepted && !isDone)
        {
            await StartAsync(durable, project, id, cancellationToken);
        }
    }
}
