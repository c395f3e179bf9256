using System.Text.Json.Nodes;
using Usher.LocalHost.Configuration;
using Usher.LocalHost.Functions;

namespace Usher.LocalHost.Timers;

/// <summary>
/// Calls one timerTrigger function when it is due: never while it still runs, and once at the start for all that was missed. Source: TimerListener of the
/// timers extension.
/// </summary>
/// <param name="monitor">Null where no state is kept: then nothing is ever past due.</param>
internal sealed class TimerPump(
    FunctionDefinition function,
    TimerSchedule schedule,
    TimerMonitor? monitor,
    IFunctionInvoker invoker,
    Func<string> durableClientPayload,
    Action<string> report,
    TimeProvider clock) : IAsyncDisposable
{
    // A timer of .NET cannot be set to more than 49 days.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private readonly CancellationTokenSource stopping = new();
    private Task running = Task.CompletedTask;

    /// <exception cref="LocalHostException">The schedule is none.</exception>
    public static TimerPump Create(
        FunctionDefinition function,
        AppSettings settings,
        string timersFolder,
        IFunctionInvoker invoker,
        Func<string> durableClientPayload,
        Action<string> report,
        TimeProvider clock)
    {
        try
        {
            var text = settings.Expand(function.Trigger.Text("schedule") ?? "");
            var schedule = TimerSchedule.Parse(text);
            var isMonitored = function.Trigger.Text("useMonitor") != "false" && !schedule.IsShorterThanAMinute(clock.GetUtcNow());
            var monitor = isMonitored ? new TimerMonitor(Path.Combine(timersFolder, function.Name + ".json"), text) : null;
            return new TimerPump(function, schedule, monitor, invoker, durableClientPayload, report, clock);
        }
        catch (FormatException exception)
        {
            throw new LocalHostException($"The timerTrigger of function {function.Name} cannot be used: {exception.Message}", exception);
        }
    }

    public void Start() => running = RunAsync();

    /// <summary>No more runs; one that is under way goes on.</summary>
    public Task StopListeningAsync() => stopping.CancelAsync();

    public async ValueTask DisposeAsync()
    {
        await StopListeningAsync();
        await running;
        stopping.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            var isPastDue = monitor?.Read() is { } status && status.Next < clock.GetUtcNow();
            if (isPastDue || IsTrue("runOnStartup"))
            {
                await InvokeAsync(isPastDue);
            }

            while (true)
            {
                // Computed after the run: occurrences in the meantime are left out.
                await WaitUntilAsync(schedule.Next(clock.GetUtcNow()));
                await InvokeAsync(isPastDue: false);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task WaitUntilAsync(DateTimeOffset due)
    {
        // A timer may fire a moment early, and the same occurrence must not come twice.
        for (var wait = due - clock.GetUtcNow(); wait > TimeSpan.Zero; wait = due - clock.GetUtcNow())
        {
            await Task.Delay(wait < LongestWait ? wait + TimeSpan.FromMilliseconds(1) : LongestWait, clock, stopping.Token);
        }
    }

    // A run that fails is not repeated.
    private async Task InvokeAsync(bool isPastDue)
    {
        var started = clock.GetUtcNow();
        try
        {
            await invoker.InvokeAsync(function, Data(isPastDue), new Dictionary<string, object?>(), CancellationToken.None);
        }
        catch (FunctionInvocationException exception)
        {
            report(exception.Message);
        }

        monitor?.Write(new TimerStatus(started, schedule.Next(clock.GetUtcNow()), clock.GetUtcNow()));
    }

    private Dictionary<string, object?> Data(bool isPastDue)
    {
        var data = new Dictionary<string, object?>
        {
            [function.Trigger.Name] = new JsonObject
            {
                ["Schedule"] = new JsonObject { ["AdjustForDST"] = true },
                ["ScheduleStatus"] = monitor?.Read()?.ToJson(),
                ["IsPastDue"] = isPastDue,
            },
        };
        foreach (var binding in function.Bindings.Where(binding => binding.Is("durableClient")))
        {
            data[binding.Name] = durableClientPayload();
        }

        return data;
    }

    private bool IsTrue(string setting) => bool.TryParse(function.Trigger.Text(setting), out var value) && value;
}
