using System.Globalization;
using System.Text.Json;

namespace Usher.LocalHost.Durable.Http;

/// <summary>Starting instances, anew or again.</summary>
internal sealed class StartEndpoints(TaskHubClient client, string hubName, TimeProvider clock)
{
    private static readonly TimeSpan DefaultPolling = TimeSpan.FromSeconds(1);

    /// <summary>The input is the body's text as it came; without a body it is an empty string, not null.</summary>
    public Task StartAsync(HttpContext context) => ManagementHttp.GuardAsync(context, async () =>
    {
        var name = (string)context.Request.RouteValues["functionName"]!;
        var isGenerated = context.Request.RouteValues["instanceId"] is null;
        var instanceId = isGenerated ? NewInstanceId() : ManagementHttp.InstanceId(context);
        if (instanceId is null)
        {
            await ManagementHttp.AnswerAsync(context, StatusCodes.Status404NotFound);
            return;
        }

        var input = await ManagementHttp.BodyAsync(context);
        if (input.Length > 0 && !JsonText.IsValid(input))
        {
            await ManagementHttp.ErrorAsync(context, StatusCodes.Status400BadRequest, "Invalid JSON content");
            return;
        }

        var result = await client.StartAsync(name, instanceId, ManagementHttp.Query(context, "version"), input, context.RequestAborted);
        await AnswerAsync(context, instanceId, result, $"An Orchestration instance with the status of Running, Pending or Suspended exists already: {instanceId}");
    });

    public Task RestartAsync(HttpContext context) => ManagementHttp.GuardAsync(context, async () =>
    {
        if (ManagementHttp.InstanceId(context) is not { } instanceId || await client.GetStatusAsync(instanceId, context.RequestAborted) is not { } status)
        {
            await ManagementHttp.ErrorAsync(context, StatusCodes.Status400BadRequest, "InstanceId does not match a valid orchestration instance.");
            return;
        }

        var keepsId = string.Equals(ManagementHttp.Query(context, "restartWithNewInstanceId"), "false", StringComparison.OrdinalIgnoreCase);
        var newId = keepsId ? instanceId : NewInstanceId();
        var result = await client.StartAsync(status.Name, newId, version: null, status.Input, context.RequestAborted);
        await AnswerAsync(context, newId, result, "A non-terminal instance with this instance ID already exists.");
    });

    private async Task AnswerAsync(HttpContext context, string instanceId, StartResult result, string conflict)
    {
        if (result == StartResult.AlreadyExists)
        {
            await ManagementHttp.ErrorAsync(context, StatusCodes.Status409Conflict, conflict);
        }
        else if (Seconds(context, "timeout") is { } timeout && await FinishedAsync(context, instanceId, timeout) is { } status)
        {
            await ManagementHttp.JsonAsync(context, StatusCodes.Status200OK, writer => InstanceJson.WriteOutput(writer, status));
        }
        else
        {
            await AnswerLinksAsync(context, instanceId);
        }
    }

    private async Task AnswerLinksAsync(HttpContext context, string instanceId)
    {
        context.Response.Headers.Location = ManagementUrls.Status(context.Request, hubName, instanceId);
        context.Response.Headers.RetryAfter = "10";
        await ManagementHttp.JsonAsync(context, StatusCodes.Status202Accepted, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("id", instanceId);
            foreach (var (name, url) in ManagementUrls.Links(context.Request, hubName, instanceId))
            {
                writer.WriteString(name, url);
            }

            writer.WriteEndObject();
        });
    }

    private async Task<InstanceStatus?> FinishedAsync(HttpContext context, string instanceId, TimeSpan timeout)
    {
        var polling = Seconds(context, "pollingInterval") ?? DefaultPolling;
        var deadline = clock.GetUtcNow() + timeout;
        while (true)
        {
            if (await client.GetStatusAsync(instanceId, context.RequestAborted) is { IsFinished: true } status)
            {
                return status;
            }

            var left = deadline - clock.GetUtcNow();
            if (left <= TimeSpan.Zero)
            {
                return null;
            }

            await Task.Delay(left < polling ? left : polling, clock, context.RequestAborted);
        }
    }

    private static TimeSpan? Seconds(HttpContext context, string name) =>
        double.TryParse(ManagementHttp.Query(context, name), CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds) : null;

    private string NewInstanceId() => Guid.CreateVersion7(clock.GetUtcNow()).ToString("N");
}
