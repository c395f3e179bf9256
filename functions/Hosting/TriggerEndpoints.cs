using System.Diagnostics;
using Usher.Hosting.Durable;
using Usher.Telemetry;

namespace Usher.Hosting;

/// <summary>
/// The functions that the host calls with an envelope instead of an HTTP request. Each needs a folder with its name and a function.json in it, whose
/// trigger binding has the name given here as <c>binding</c> and which has no <c>$return</c> binding.
/// The tokens tell that the host has hung up; the host itself never cancels an invocation.
/// </summary>
internal static class TriggerEndpoints
{
    /// <param name="endpoints">The app.</param>
    /// <param name="function">The function's name.</param>
    /// <param name="queue">Where its messages come from, for those who measure; function.json is what counts.</param>
    /// <param name="handler">Takes one message.</param>
    /// <param name="binding">The name of the queueTrigger binding.</param>
    public static IEndpointConventionBuilder MapQueueTrigger(
        this IEndpointRouteBuilder endpoints, string function, string queue, Func<QueueTrigger, CancellationToken, Task> handler, string binding = "message")
    {
        var clients = endpoints.ServiceProvider.GetRequiredService<DurableTaskClientFactory>();
        var clock = endpoints.ServiceProvider.GetService<TimeProvider>() ?? TimeProvider.System;
        return endpoints.MapInvocation(function, (context, invocation) =>
        {
            var trigger = new QueueTrigger(invocation, binding, clients);
            Activity Start() => Tracing.Start($"process {queue}", ActivityKind.Consumer, CarriedTrace.Of(trigger.MessageText))
                .SetTag("messaging.system", "azure_storage_queues").SetTag("messaging.operation.type", "process")
                .SetTag("messaging.destination.name", queue).SetTag("messaging.message.id", trigger.MessageId);
            return Tracing.RunAsync<string?>(Start, async () =>
            {
                if (trigger.InsertionTime is { } sentAt)
                {
                    Measures.Taken(queue, clock.GetUtcNow() - sentAt);
                }

                await handler(trigger, context.RequestAborted);
                return null;
            });
        });
    }

    public static IEndpointConventionBuilder MapTimerTrigger(
        this IEndpointRouteBuilder endpoints, string function, Func<TimerTrigger, CancellationToken, Task> handler, string binding = "timer")
    {
        var clients = endpoints.ServiceProvider.GetRequiredService<DurableTaskClientFactory>();
        return endpoints.MapInvocation(function, async (context, invocation) =>
        {
            await handler(new TimerTrigger(invocation, binding, clients), context.RequestAborted);
            return null;
        });
    }

    /// <param name="endpoints">The app.</param>
    /// <param name="function">The activity's name.</param>
    /// <param name="handler">
    /// Takes the input and gives the result, both JSON text or null. An exception makes the task fail in the orchestration, which learns
    /// nothing of the reason: what it has to know is data in the result. Runs at least once.
    /// </param>
    /// <param name="binding">The name of the activityTrigger binding.</param>
    public static IEndpointConventionBuilder MapActivityTrigger(
        this IEndpointRouteBuilder endpoints, string function, Func<string?, CancellationToken, Task<string?>> handler, string binding = "input") =>
        endpoints.MapInvocation(function, (context, invocation) =>
        {
            var input = ActivityJson.ReadInput(HostValue.DecodeText(invocation.Binding(binding)));
            Activity Start() => Tracing.Start($"activity:{function}", ActivityKind.Server, CarriedTrace.Of(input))
                .SetTag("durabletask.type", "activity").SetTag("durabletask.task.name", function);
            return Tracing.RunAsync(Start, async () => ActivityJson.WriteResult(await handler(input, context.RequestAborted)));
        });

    /// <param name="endpoints">The app.</param>
    /// <param name="function">The orchestration's name.</param>
    /// <param name="orchestrator">
    /// The code, which is run again from its start at every turn: it may await nothing but tasks of its context, and ask no clock, no random number and no
    /// store. Its result is JSON text or null.
    /// </param>
    /// <param name="binding">The name of the orchestrationTrigger binding.</param>
    public static IEndpointConventionBuilder MapOrchestrationTrigger(
        this IEndpointRouteBuilder endpoints, string function, Func<TaskOrchestrationContext, Task<string?>> orchestrator, string binding = "context")
    {
        var logger = endpoints.ServiceProvider.GetRequiredService<ILoggerFactory>().CreateLogger($"Function.{function}");
        return endpoints.MapInvocation(function, (_, invocation) =>
        {
            var payload = HostValue.DecodeText(invocation.Binding(binding));
            return Task.FromResult<string?>(OrchestrationEndpoint.Answer(payload, orchestrator, logger));
        });
    }
}
