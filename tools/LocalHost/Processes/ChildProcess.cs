using System.Diagnostics;

namespace Usher.LocalHost.Processes;

/// <summary>
/// A child whose standard input is a pipe from this process, kept open as long as the child is to live. The child ends with the pipe: a
/// .NET program by <see cref="StartupHook"/>, a Node.js program by <see cref="EndWithInput"/>. So nothing outlives this process.
/// </summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private readonly Process process;

    private ChildProcess(Process process, Action<string> onLine)
    {
        this.process = process;
        Id = process.Id;
        Exited = WaitForExitAsync();
        OutputEnded = Task.WhenAll(ReadLinesAsync(process.StandardOutput, onLine), ReadLinesAsync(process.StandardError, onLine));
    }

    /// <summary>A module for <c>node --import</c>.</summary>
    public static string EndWithInput { get; } = Path.Combine(AppContext.BaseDirectory, "Processes", "end-with-input.mjs");

    public int Id { get; }

    /// <summary>Completes with the exit code; death by a signal is 128 plus its number.</summary>
    public Task<int> Exited { get; }

    /// <summary>Completes when all output lines have been passed on. Do not await it if a grandchild may hold the stream open.</summary>
    public Task OutputEnded { get; }

    /// <param name="command">What to start.</param>
    /// <param name="onLine">Each line of output; called from the readers of both streams.</param>
    public static ChildProcess Start(ChildCommand command, Action<string> onLine)
    {
        // In its own session, if the system has setsid, it does not receive the terminal's Ctrl-C: we stop it in order.
        string[] program = [.. Executable.FindAny("setsid") is { } setsid ? [setsid] : Array.Empty<string>(), command.File];
        var start = new ProcessStartInfo(program[0], [.. program[1..], .. command.Arguments])
        {
            WorkingDirectory = command.WorkingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in command.Environment ?? new Dictionary<string, string?>())
        {
            start.Environment[name] = value;
        }

        start.Environment[StartupHook.Variable] = typeof(StartupHook).Assembly.Location;
        return new ChildProcess(Process.Start(start)!, onLine);
    }

    /// <summary>
    /// Closes its input, on which Node.js programs end gracefully, and kills it after <paramref name="patience"/>; completes with the exit
    /// code.
    /// </summary>
    public async Task<int> StopAsync(TimeSpan patience, TimeProvider clock)
    {
        if (Exited.IsCompleted)
        {
            return await Exited;
        }

        process.StandardInput.Close();
        try
        {
            return await Exited.WaitAsync(patience, clock);
        }
        catch (TimeoutException)
        {
            return await KillAsync();
        }
    }

    /// <summary>Kills it and everything it has started.</summary>
    public Task<int> KillAsync()
    {
        if (!Exited.IsCompleted)
        {
            process.Kill(entireProcessTree: true);
        }

        return Exited;
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        process.Dispose();
    }

    private async Task<int> WaitForExitAsync()
    {
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    private static async Task ReadLinesAsync(StreamReader reader, Action<string> onLine)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            onLine(line);
        }
    }
}
