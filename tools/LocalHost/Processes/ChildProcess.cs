using System.Diagnostics;

namespace Usher.LocalHost.Processes;

/// <summary>What to start. <paramref name="Environment"/> comes on top of the inherited one.</summary>
/// <param name="StopSignal">What the guard sends when this process dies: SIGTERM where the child has something to save.</param>
internal sealed record ChildCommand(
    string File, IReadOnlyList<string> Arguments, string WorkingDirectory, int StopSignal, IReadOnlyDictionary<string, string>? Environment = null);

/// <summary>A child that never outlives this process: the guard knows it before it runs its first instruction.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly Guard guard;
    private readonly Task output;

    private ChildProcess(Process process, Guard guard, Action<string, bool> onLine)
    {
        this.process = process;
        this.guard = guard;
        Id = process.Id;
        output = Task.WhenAll(ReadLinesAsync(process.StandardOutput, false, onLine), ReadLinesAsync(process.StandardError, true, onLine));
        Exited = WaitForExitAsync();
    }

    public int Id { get; }

    /// <summary>Completes with the exit code; death by a signal is 128 + its number.</summary>
    public Task<int> Exited { get; }

    /// <param name="onLine">Each line of output; the flag says that it came on stderr. Called from both streams' readers.</param>
    public static ChildProcess Start(ChildCommand command, Guard guard, Action<string, bool> onLine)
    {
        // The shell waits until the guard has been told, then becomes the program under the same process id.
        // Should this process die in between, the shell reads the end of its stdin and ends. In a session of its own, where the system has
        // setsid, the child does not hear the terminal's Ctrl-C: it is ended in order.
        var start = new ProcessStartInfo("/bin/sh", ["-c", "read _ && exec $(command -v setsid) \"$0\" \"$@\"", command.File, .. command.Arguments])
        {
            WorkingDirectory = command.WorkingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in command.Environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        guard.Watch(process.Id, command.StopSignal);
        process.StandardInput.Write('\n');
        process.StandardInput.Close();
        return new ChildProcess(process, guard, onLine);
    }

    public void Signal(int signal)
    {
        if (!Exited.IsCompleted)
        {
            ProcessSignal.Send(Id, signal);
        }
    }

    /// <summary>Sends SIGTERM, and SIGKILL after <paramref name="patience"/>; completes with the exit code when the process is gone.</summary>
    public async Task<int> StopAsync(TimeSpan patience, TimeProvider clock)
    {
        Signal(ProcessSignal.Terminate);
        try
        {
            return await Exited.WaitAsync(patience, clock);
        }
        catch (TimeoutException)
        {
            return await KillAsync();
        }
    }

    public Task<int> KillAsync()
    {
        Signal(ProcessSignal.Kill);
        return Exited;
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        process.Dispose();
    }

    /// <summary>All lines that the process wrote have been handed on; not to be awaited where a grandchild may hold the stream open.</summary>
    public Task OutputEnded => output;

    private async Task<int> WaitForExitAsync()
    {
        await process.WaitForExitAsync();
        guard.Forget(Id);
        return process.ExitCode;
    }

    private static async Task ReadLinesAsync(StreamReader reader, bool isError, Action<string, bool> onLine)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            onLine(line, isError);
        }
    }
}
