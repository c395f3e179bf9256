using System.Globalization;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Usher.Telemetry;

/// <summary>Times every attempt of every storage request, in the pipelines of all storage clients.</summary>
/// <param name="service"><c>table</c>, <c>queue</c> or <c>blob</c>.</param>
internal sealed class StorageMeasuring(string service, TimeProvider clock) : HttpPipelinePolicy
{
    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        var (start, answered) = (clock.GetTimestamp(), false);
        try
        {
            ProcessNext(message, pipeline);
            answered = true;
        }
        finally
        {
            Measure(message, answered, start);
        }
    }

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        var (start, answered) = (clock.GetTimestamp(), false);
        try
        {
            await ProcessNextAsync(message, pipeline);
            answered = true;
        }
        finally
        {
            Measure(message, answered, start);
        }
    }

    private void Measure(HttpMessage message, bool answered, long start)
    {
        if (Measures.HearsOfStorage)
        {
            var status = answered ? message.Response.Status.ToString(CultureInfo.InvariantCulture) : "none";
            Measures.Stored(service, Operation(message.Request), status, clock.GetElapsedTime(start));
        }
    }

    /// <summary>One of a few names, derived from the method and the shape of the path. Names in the path must not appear in it.</summary>
    private static string Operation(Request request)
    {
        var (method, path) = (request.Method.Method, request.Uri.Path ?? "");
        return path.EndsWith("$batch", StringComparison.Ordinal) ? "transaction"
            : path.EndsWith("/messages", StringComparison.Ordinal)
                ? (
                    method == "POST" ? "send"
                    : method == "GET" ? "receive"
                    : "clear"
                )
            : path.EndsWith("()", StringComparison.Ordinal) ? "query"
            : path.EndsWith("/Tables", StringComparison.Ordinal) ? "create"
            : method switch
            {
                "GET" or "HEAD" => "get",
                "POST" => "insert",
                "PUT" => "put",
                "DELETE" => "delete",
                _ => "merge",
            };
    }
}
