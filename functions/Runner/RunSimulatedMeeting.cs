using System.Globalization;
using Usher.Storage;

namespace Usher.Runner;

/// <summary>Takes commands as an external runner would. Disabled if another runner takes them.</summary>
internal sealed class RunSimulatedMeeting(SimulatedMeeting meeting)
{
    [Function(nameof(RunSimulatedMeeting))]
    public Task RunAsync(
        [QueueTrigger(BotQueues.CommandsName)] string message,
        FunctionContext context,
        CancellationToken cancellationToken
    ) => meeting.PlayAsync(RunnerCommand.Parse(message), IsRepeated(context), cancellationToken);

    /// <summary>Only a hint: a message property with the same name hides it.</summary>
    private static bool IsRepeated(FunctionContext context) =>
        context.BindingContext.BindingData.GetValueOrDefault("DequeueCount") is string text
        && int.TryParse(text, CultureInfo.InvariantCulture, out var count)
        && count > 1;
}
