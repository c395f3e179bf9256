namespace Usher.LocalHost;

/// <summary>Writes log entries as lines for the person at the terminal.</summary>
internal sealed class ReportLogger(string category, Action<string> report) : ILogger
{
    private readonly string prefix = category.StartsWith("Worker.", StringComparison.Ordinal) ? "  worker | " : "";

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel is not LogLevel.None;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    )
    {
        var level = logLevel >= LogLevel.Warning ? $"{logLevel}: " : "";
        var text = $"{prefix}{level}{formatter(state, exception)}{(exception is null ? "" : $": {exception.Message}")}";

        // For the host and its extensions, the first line of an entry says it all.
        report(prefix.Length > 0 ? text : text.Split('\n', 2)[0]);
    }
}
