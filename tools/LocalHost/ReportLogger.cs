namespace Usher.LocalHost;

/// <summary>Writes what is logged as a line for the person at the terminal.</summary>
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

        // Of what the host and its extensions log, the first line says it all.
        report(prefix.Length > 0 ? text : text.Split('\n', 2)[0]);
    }
}
