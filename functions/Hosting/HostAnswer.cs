using System.Buffers;
using System.Text.Json;

namespace Usher.Hosting;

/// <summary>
/// What the host wants to hear. Any answer other than 2xx with a JSON content type fails the invocation; a 2xx with an empty body or <c>null</c>
/// would hang it until the function timeout. So something is always written. Source: "Azure Functions custom handlers" and DefaultHttpWorkerService.
/// </summary>
internal static class HostAnswer
{
    /// <param name="response">The answer to the host.</param>
    /// <param name="returnValue">
    /// Always a string: inside objects the host rewrites what looks like a date. The host gives it to the trigger as it is, as long as function.json
    /// has no <c>$return</c> binding.
    /// </param>
    public static Task WriteSuccessAsync(HttpResponse response, string? returnValue) =>
        WriteAsync(response, StatusCodes.Status200OK, writer =>
        {
            writer.WriteStartObject("Outputs");
            writer.WriteEndObject();
            writer.WriteStartArray("Logs");
            writer.WriteEndArray();
            writer.WriteString("ReturnValue", returnValue);
        });

    /// <summary>The host tells nobody what the body says; the reason belongs into the log.</summary>
    public static Task WriteFailureAsync(HttpResponse response, string error) =>
        WriteAsync(response, StatusCodes.Status500InternalServerError, writer => writer.WriteString("error", error));

    private static async Task WriteAsync(HttpResponse response, int status, Action<Utf8JsonWriter> writeMembers)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writeMembers(writer);
            writer.WriteEndObject();
        }

        response.StatusCode = status;
        response.ContentType = "application/json";
        response.ContentLength = buffer.WrittenCount;
        await response.Body.WriteAsync(buffer.WrittenMemory);
    }
}
