namespace Usher.Tests.Support;

/// <summary>What a process has written, with a way to wait for what it will write.</summary>
internal sealed class LineLog
{
    private readonly Lock gate = new();
    private readonly List<string> lines = [];
    private TaskCompletionSource grown = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (gate)
            {
                return [.. lines];
            }
        }
    }

    public void Add(string line)
    {
        TaskCompletionSource signal;
        lock (gate)
        {
            lines.Add(line);
            signal = grown;
            grown = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        signal.SetResult();
    }

    /// <summary>The <paramref name="count"/>-th line that contains <paramref name="text"/>, past or future.</summary>
    public async Task<string> WaitForAsync(string text, int count, Task orUntil, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(patience);
        try
        {
            while (true)
            {
                Task growth;
                lock (gate)
                {
                    if (lines.Where(line => line.Contains(text, StringComparison.Ordinal)).Skip(count - 1).FirstOrDefault() is { } found)
                    {
                        return found;
                    }

                    growth = grown.Task;
                }

                if (await Task.WhenAny(growth, orUntil).WaitAsync(timeout.Token) == orUntil && !growth.IsCompleted)
                {
                    throw new InvalidOperationException($"The process ended without line {count} of '{text}':{Environment.NewLine}{this}");
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"No line {count} of '{text}' within {patience}:{Environment.NewLine}{this}");
        }
    }

    public override string ToString() => string.Join(Environment.NewLine, Lines);
}
