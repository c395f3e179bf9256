using System.Diagnostics;
using System.Globalization;

namespace Usher.LocalHost.Processes;

/// <summary>
/// A tiny process that outlives this one and ends the children it leaves behind, even after SIGKILL: the end of its stdin is the news of our death.
/// </summary>
internal sealed class Guard : IDisposable
{
    private readonly Process process;
    private readonly Lock gate = new();

    private Guard(Process process) => this.process = process;

    public static Guard Start()
    {
        var start = new ProcessStartInfo(Executable.Node(), [Path.Combine(AppContext.BaseDirectory, "Processes", "guard.mjs")])
        {
            RedirectStandardInput = true,
        };
        return new Guard(Process.Start(start)!);
    }

    public int ProcessId => process.Id;

    /// <summary>From now on the process gets <paramref name="signal"/> when this one dies.</summary>
    public void Watch(int processId, int signal) => Tell(string.Create(CultureInfo.InvariantCulture, $"start {processId} {signal}"));

    public void Forget(int processId) => Tell(string.Create(CultureInfo.InvariantCulture, $"stop {processId}"));

    /// <summary>Ends the guard; whatever is still watched gets its signal.</summary>
    public void Dispose()
    {
        try
        {
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It died with a line of ours unread, which was told then: that must not hide what ends us now.
        }

        process.WaitForExit(TimeSpan.FromSeconds(6));
        process.Dispose();
    }

    private void Tell(string line)
    {
        lock (gate)
        {
            try
            {
                process.StandardInput.Write(line + "\n");
                process.StandardInput.Flush();
            }
            catch (IOException exception)
            {
                throw new LocalHostException("The guard process has died; without it, processes could be left behind. Start again.", exception);
            }
        }
    }
}
