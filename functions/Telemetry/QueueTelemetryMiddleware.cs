using System.Diagnostics;
using System.Globalization;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace Usher.Telemetry;

/// <summary>
/// Starts a span for each queue message in its sender's trace, and records the message's age. The host's metadata is only a hint: a message
/// property with the same name hides it.
/// </summary>
internal sealed class QueueTelemetryMiddleware(TimeProvider clock) : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        var queue = FunctionTriggers.Of<QueueTriggerAttribute>(context)!.QueueName;
        var trigger = context.FunctionDefinition.InputBindings.Values.First(binding => binding.Type == "queueTrigger");
        var message = await context.BindInputAsync<string>(trigger);
        var hints = context.BindingContext.BindingData;
        await Tracing.RunAsync(
            () =>
                Tracing
                    .Start($"process {queue}", ActivityKind.Consumer, CarriedTrace.Of(message.Value ?? ""))
                    .SetTag("messaging.system", "azure_storage_queues")
                    .SetTag("messaging.operation.type", "process")
                    .SetTag("messaging.destination.name", queue)
                    .SetTag("messaging.message.id", hints.GetValueOrDefault("Id") as string),
            async () =>
            {
                if (SentAt(hints) is { } sentAt)
                {
                    Measures.Taken(queue, clock.GetUtcNow() - sentAt);
                }

                await next(context);
                return true;
            }
        );
    }

    /// <summary>In whole seconds, as JSON or as plain text.</summary>
    private static DateTimeOffset? SentAt(IReadOnlyDictionary<string, object?> hints) =>
        hints.GetValueOrDefault("InsertionTime") is string text
        && DateTimeOffset.TryParse(text.Trim('"'), CultureInfo.InvariantCulture, out var time)
            ? time
            : null;
}
