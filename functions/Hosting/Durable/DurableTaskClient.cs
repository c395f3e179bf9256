using System.Net;
using System.Text;
using System.Text.Json;

namespace Usher.Hosting.Durable;

/// <summary>
/// Starts, wakes and looks at orchestrations over the HTTP management API of the Durable Functions extension. What the caller has to expect comes back
/// as a value; every method throws <see cref="HttpRequestException"/> for anything else (host down, 5xx, a wrong key), so that its trigger is run again.
/// Source: "HTTP APIs in Durable Functions".
/// </summary>
internal sealed class DurableTaskClient(HttpClient http, DurableClientBinding binding)
{
    /// <param name="orchestratorName">A name that is not known is accepted by version 3 of the extension, and fails when it is run.</param>
    /// <param name="instanceId">An instance of this id that has ended is replaced.</param>
    /// <param name="input">JSON text or null. Always sent: an empty body would make the input an empty string.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public async Task<ScheduleResult> ScheduleNewOrchestrationInstanceAsync(
        string orchestratorName, string instanceId, string? input, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Post, binding.OrchestratorUrl(orchestratorName, instanceId), input ?? "null", cancellationToken);
        return response.StatusCode switch
        {
            HttpStatusCode.Accepted => ScheduleResult.Started,
            HttpStatusCode.Conflict => ScheduleResult.AlreadyExists,

            // Version 2 of the extension says so when the instance exists, and when something broke.
            HttpStatusCode.InternalServerError when await GetInstanceAsync(instanceId, cancellationToken) is { IsCompleted: false }
                => ScheduleResult.AlreadyExists,
            _ => throw Unexpected(response, "start"),
        };
    }

    /// <param name="instanceId">The receiver.</param>
    /// <param name="eventName">Compared without regard to casing.</param>
    /// <param name="eventPayload">JSON text or null.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<DeliveryResult> RaiseEventAsync(string instanceId, string eventName, string? eventPayload, CancellationToken cancellationToken) =>
        DeliverAsync("raise an event", binding.InstanceUrl(instanceId, $"raiseEvent/{Uri.EscapeDataString(eventName)}"), eventPayload ?? "null", cancellationToken);

    /// <summary>Asks for the end of an instance, which it reaches when the orchestration has processed that.</summary>
    public Task<DeliveryResult> TerminateInstanceAsync(string instanceId, string reason, CancellationToken cancellationToken) =>
        DeliverAsync("terminate", binding.InstanceUrl(instanceId, "terminate", $"reason={Uri.EscapeDataString(reason)}"), body: null, cancellationToken);

    /// <returns>Null where there is no such instance.</returns>
    public async Task<OrchestrationMetadata?> GetInstanceAsync(string instanceId, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Get, binding.InstanceUrl(instanceId, "", "showInput=false"), body: null, cancellationToken);
        return response.StatusCode switch
        {
            HttpStatusCode.NotFound => null,
            HttpStatusCode.OK or HttpStatusCode.Accepted => OrchestrationMetadataJson.Read(await response.Content.ReadAsStringAsync(cancellationToken)),
            _ => throw Unexpected(response, "get"),
        };
    }

    /// <summary>Removes an instance that has ended, with its history.</summary>
    public async Task<PurgeResult> PurgeInstanceAsync(string instanceId, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Delete, binding.InstanceUrl(instanceId), body: null, cancellationToken);
        return response.StatusCode switch
        {
            HttpStatusCode.OK => PurgeResult.Purged,
            HttpStatusCode.NotFound => PurgeResult.NotFound,
            HttpStatusCode.PreconditionFailed => PurgeResult.NotFinished,
            _ => throw Unexpected(response, "purge"),
        };
    }

    private async Task<DeliveryResult> DeliverAsync(string what, Uri url, string? body, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Post, url, body, cancellationToken);
        return response.StatusCode switch
        {
            HttpStatusCode.Accepted => DeliveryResult.Accepted,
            HttpStatusCode.NotFound => DeliveryResult.NotFound,
            HttpStatusCode.Gone => DeliveryResult.Finished,
            _ => throw Unexpected(response, what),
        };
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, Uri url, string? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, url);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        try
        {
            return await http.SendAsync(request, cancellationToken);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException("The durable management API did not answer in time.", exception);
        }
    }

    /// <summary>Without the URL, whose query holds the key.</summary>
    private static HttpRequestException Unexpected(HttpResponseMessage response, string what) => new(
        $"The durable management API answered {(int)response.StatusCode} to a request to {what}.", inner: null, response.StatusCode);
}
