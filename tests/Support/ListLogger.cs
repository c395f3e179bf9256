using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Usher.Tests.Support;

/// <summary>Everything that was logged.</summary>
internal sealed class ListLogger : ILoggerProvider, ILogger
{
    private readonly LoggerExternalScopeProvider scopes = new();

    public ConcurrentQueue<string> Lines { get; } = new();

    /// <summary>What was logged as an error: it raises an alert in production.</summary>
    public ConcurrentQueue<string> Errors { get; } = new();

    /// <summary>The scopes of each line, by its text.</summary>
    public ConcurrentQueue<(string Line, string Scopes)> Scoped { get; } = new();

    /// <summary>The host's output, which repeats the worker's lines.</summary>
    public ConcurrentQueue<string> HostLines { get; } = new();

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => scopes.Push(state);

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    )
    {
        var line = $"{formatter(state, exception)} {exception}";
        Lines.Enqueue(line);
        if (logLevel >= LogLevel.Error)
        {
            Errors.Enqueue(line);
        }

        var around = new List<string>();
        scopes.ForEachScope((scope, list) => list.Add($"{scope}"), around);
        Scoped.Enqueue((formatter(state, exception), string.Join(" => ", around)));
    }

    public void Dispose() { }
}
