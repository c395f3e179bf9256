using System.Text;
using System.Text.Json;
using Usher.LocalHost.Durable.Storage;

namespace Usher.LocalHost.Durable.Http;

/// <summary>What the endpoints of the management API share.</summary>
internal static class ManagementHttp
{
    /// <summary>Null where the id cannot be one: the extension answers 404 for a slash in any form.</summary>
    public static string? InstanceId(HttpContext context) =>
        context.Request.RouteValues["instanceId"] is string id && !id.Contains("%2F", StringComparison.OrdinalIgnoreCase) && InstanceKey.IsPossible(id)
            ? id
            : null;

    public static string? Query(HttpContext context, string name) => context.Request.Query[name] is [{ } value, ..] ? value : null;

    public static async Task<string> BodyAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        return await reader.ReadToEndAsync(context.RequestAborted);
    }

    public static Task AnswerAsync(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    public static Task ErrorAsync(HttpContext context, int status, string message) => JsonAsync(context, status, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("Message", message);
        writer.WriteEndObject();
    });

    public static Task JsonAsync(HttpContext context, int status, Action<Utf8JsonWriter> write)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        return context.Response.WriteAsync(JsonText.Written(write), context.RequestAborted);
    }

    /// <summary>Runs an endpoint; whatever goes wrong in it is the extension's 500, a payload that cannot be kept is 413.</summary>
    public static async Task GuardAsync(HttpContext context, Func<Task> endpoint)
    {
        try
        {
            await endpoint();
        }
        catch (PayloadTooLargeException exception)
        {
            await ErrorAsync(context, StatusCodes.Status413PayloadTooLarge, exception.Message);
        }
        catch (Exception exception) when (!context.RequestAborted.IsCancellationRequested && !context.Response.HasStarted)
        {
            await ErrorAsync(context, StatusCodes.Status500InternalServerError, $"Something went wrong while processing your request: {exception.Message}");
        }
    }
}
