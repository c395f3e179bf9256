using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Usher.Bots;

namespace Usher.Telemetry;

/// <summary>
/// One trace follows a bot from the request that created it to the last webhook: deferred work carries the W3C <c>traceparent</c> in the
/// event, the queue message or the orchestration's input. Spans are exported if there is a listener for the source <c>Usher</c>; the trace
/// is propagated in any case, so that a caller's trace passes through an app that exports nothing.
/// </summary>
internal static class Tracing
{
    public const string SourceName = "Usher";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>The value to pass on with deferred work; null if no span is active.</summary>
    public static string? Traceparent => Activity.Current is { IdFormat: ActivityIdFormat.W3C } current ? current.Id : null;

    /// <summary>Starts a span.</summary>
    /// <param name="name">One of a few names; must not contain ids.</param>
    /// <param name="traceparent">
    /// The parent that came with the work; the active span (the host's call) then becomes a link. If null or unreadable, the active span is
    /// the parent.
    /// </param>
    [SuppressMessage("Reliability", "CA2000", Justification = "The span is the caller's, who ends it.")]
    public static Activity Start(string name, ActivityKind kind, string? traceparent = null)
    {
        if (!ActivityContext.TryParse(traceparent, traceState: null, isRemote: true, out var parent))
        {
            return Source.StartActivity(name, kind) ?? new Activity(name).Start();
        }

        ActivityLink[] links = Activity.Current is { } around ? [new(around.Context)] : [];
        return Source.StartActivity(name, kind, parent, links: links)
            ?? new Activity(name).SetParentId(parent.TraceId, parent.SpanId, parent.TraceFlags).Start();
    }

    /// <summary>Runs the work in a span that records whether it failed.</summary>
    /// <param name="start">Starts the span here, so that it becomes current only for this work.</param>
    public static async Task<T> RunAsync<T>(Func<Activity> start, Func<Task<T>> work)
    {
        using var span = start();
        try
        {
            return await work();
        }
        catch (Exception exception)
        {
            span.SetTag("error.type", exception.GetType().FullName).SetStatus(ActivityStatusCode.Error);
            throw;
        }
    }

    /// <summary>Tags the current span with the bot it concerns.</summary>
    public static void Concerns(string project, BotId bot) =>
        Activity.Current?.SetTag("usher.project.id", project).SetTag("usher.bot.id", bot.ToString());
}
