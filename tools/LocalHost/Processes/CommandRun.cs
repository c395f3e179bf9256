using System.Collections.Concurrent;

namespace Usher.LocalHost.Processes;

/// <summary>Runs a program to its end; its output matters only if it fails.</summary>
internal static class CommandRun
{
    /// <param name="command">What to run; it is killed when <paramref name="cancellationToken"/> is cancelled.</param>
    /// <param name="name">Its display name.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="LocalHostException">It failed; the message contains its output.</exception>
    public static async Task RunAsync(ChildCommand command, string name, CancellationToken cancellationToken)
    {
        var lines = new ConcurrentQueue<string>();
        await using var process = ChildProcess.Start(command, lines.Enqueue);
        if (await process.Exited.WaitAsync(cancellationToken) is var exitCode and not 0)
        {
            await process.OutputEnded;
            throw new LocalHostException(string.Join(Environment.NewLine, [$"{name} failed with exit code {exitCode}:", .. lines]));
        }
    }
}
