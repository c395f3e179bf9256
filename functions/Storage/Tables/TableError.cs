using System.Text.Json;
using Azure;
using Azure.Core;

namespace Usher.Storage.Tables;

/// <summary>
/// The service's error, read from its body first and its header second: Azure names the code only in the body, the emulator
/// sometimes answers XML or nothing at all. A body that cannot be read never hides the status.
/// </summary>
internal static class TableError
{
    public static RequestFailedException From(Response response)
    {
        var (code, message) = Read(response.Status, response.Content.ToMemory());
        code ??= response.Headers.TryGetValue("x-ms-error-code", out var header) ? header : null;
        return new RequestFailedException(response.Status, message, code, innerException: null);
    }

    public static (string? Code, string Message) Read(int status, ReadOnlyMemory<byte> body)
    {
        var fallback = $"The Table service answered {status}.";
        try
        {
            using var document = JsonDocument.Parse(body);
            var error = document.RootElement.GetProperty("odata.error");
            var message = error.GetProperty("message").GetProperty("value").GetString();
            return (error.GetProperty("code").GetString(), message ?? fallback);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return (null, fallback);
        }
    }
}
