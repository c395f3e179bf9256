using Usher.LocalHost;
using Usher.LocalHost.CommandLine;
using Usher.LocalHost.Processes;

return await LocalHostCommand.InvokeAsync(
    args,
    async options =>
    {
        using var signals = new StopSignals(Console.WriteLine);
        try
        {
            await new DevelopmentHost(options, Console.WriteLine, TimeProvider.System).RunAsync(signals.Stop);
        }
        catch (OperationCanceledException) when (signals.Stop.IsCancellationRequested)
        {
            // Asked to stop, and everything has stopped.
        }
        catch (LocalHostException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return exception.ExitCode;
        }

        return 0;
    }
);
