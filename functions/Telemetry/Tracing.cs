using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Usher.Bots;

namespace Usher.Telemetry;

/// <summary>
/// One trace follows a bot from the request that created it to the last webhook: whoever leaves work to somebody else leaves the W3C
/// <c>traceparent</c> with it, in the event, the queue message or the orchestration's input. Spans are told where somebody listens to the
/// source <c>Usher</c>; the trace is handed on in any case, so that a caller's trace goes through an app that exports nothing.
/// </summary>
internal static class Tracing
{
    public const string SourceName = "Usher";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>What is handed on with work that is left to somebody else; null: nothing is under way.</summary>
    public static string? Traceparent => Activity.Current is { IdFormat: ActivityIdFormat.W3C } current ? current.Id : null;

    /// <summary>Begins a span.</summary>
    /// <param name="name">Of a few: no ids.</param>
    /// <param name="traceparent">
    /// What the work came with: its parent, and the work that is under way here (the host's call) becomes a link. Null, or none that can be
    /// read: the work under way is the parent.
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

    /// <summary>Does the work in a span, which tells whether it failed.</summary>
    /// <param name="start">Begins it here, so that it is nobody else's.</param>
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

    /// <summary>Says whose work the present span is.</summary>
    public static void Concerns(string project, BotId bot) =>
        Activity.Current?.SetTag("usher.project.id", project).SetTag("usher.bot.id", bot.ToString());
}
