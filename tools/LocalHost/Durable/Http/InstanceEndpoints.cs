using System.Net.Http.Headers;
using Usher.Hosting.Durable.Protobuf;

namespace Usher.LocalHost.Durable.Http;

/// <summary>What is asked of one instance: 404 where there is none, 410 where it has finished.</summary>
internal sealed class InstanceEndpoints(TaskHubClient client)
{
    public Task RaiseEventAsync(HttpContext context) => OnLiveAsync(context, async status =>
    {
        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type)
            || !string.Equals(type.MediaType, "application/json", StringComparison.OrdinalIgnoreCase))
        {
            await ManagementHttp.ErrorAsync(context, StatusCodes.Status400BadRequest, "Only application/json request content is supported");
            return;
        }

        var body = await ManagementHttp.BodyAsync(context);
        if (!JsonText.IsValid(body))
        {
            await ManagementHttp.ErrorAsync(context, StatusCodes.Status400BadRequest, "Invalid JSON content");
            return;
        }

        var name = (string)context.Request.RouteValues["eventName"]!;
        await client.RaiseEventAsync(status.InstanceId, name, JsonText.Compact(body), context.RequestAborted);
        await ManagementHttp.AnswerAsync(context, StatusCodes.Status202Accepted);
    });

    public Task TerminateAsync(HttpContext context) => OnLiveAsync(context, async status =>
    {
        await client.TerminateAsync(status.InstanceId, ManagementHttp.Query(context, "reason"), context.RequestAborted);
        await ManagementHttp.AnswerAsync(context, StatusCodes.Status202Accepted);
    });

    public Task SuspendAsync(HttpContext context) => OnLiveAsync(context, async status =>
    {
        if (status.RuntimeStatus == OrchestrationStatus.Suspended)
        {
            await WrongStateAsync(context, "suspend", status);
            return;
        }

        await client.SuspendAsync(status.InstanceId, ManagementHttp.Query(context, "reason"), context.RequestAborted);
        await ManagementHttp.AnswerAsync(context, StatusCodes.Status202Accepted);
    });

    public Task ResumeAsync(HttpContext context) => OnLiveAsync(context, async status =>
    {
        if (status.RuntimeStatus != OrchestrationStatus.Suspended)
        {
            await WrongStateAsync(context, "resume", status);
            return;
        }

        await client.ResumeAsync(status.InstanceId, ManagementHttp.Query(context, "reason"), context.RequestAborted);
        await ManagementHttp.AnswerAsync(context, StatusCodes.Status202Accepted);
    });

    public static Task RewindAsync(HttpContext context) =>
        ManagementHttp.ErrorAsync(context, StatusCodes.Status501NotImplemented, "This development host does not rewind; start the instance again.");

    public Task PurgeAsync(HttpContext context) => OnExistingAsync(context, async status =>
    {
        if (!status.IsFinished || !await client.PurgeAsync(status, context.RequestAborted))
        {
            await ManagementHttp.JsonAsync(context, StatusCodes.Status412PreconditionFailed, writer => writer.WriteStringValue(
                $"Only orchestrations in a terminal state can be purged, but the orchestration with instance ID {status.InstanceId} has status {status.RuntimeStatus}"));
            return;
        }

        await ManagementHttp.JsonAsync(context, StatusCodes.Status200OK, writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("instancesDeleted", 1);
            writer.WriteEndObject();
        });
    });

    private static Task WrongStateAsync(HttpContext context, string operation, InstanceStatus status) => ManagementHttp.ErrorAsync(
        context,
        StatusCodes.Status500InternalServerError,
        $"Cannot {operation} the orchestration instance {status.InstanceId} because instance is in the {status.RuntimeStatus} state.");

    private Task OnLiveAsync(HttpContext context, Func<InstanceStatus, Task> endpoint) => OnExistingAsync(
        context,
        status => status.IsFinished ? ManagementHttp.AnswerAsync(context, StatusCodes.Status410Gone) : endpoint(status));

    private Task OnExistingAsync(HttpContext context, Func<InstanceStatus, Task> endpoint) => ManagementHttp.GuardAsync(context, async () =>
    {
        var instanceId = ManagementHttp.InstanceId(context);
        var status = instanceId is null ? null : await client.GetStatusAsync(instanceId, context.RequestAborted);
        await (status is null ? ManagementHttp.AnswerAsync(context, StatusCodes.Status404NotFound) : endpoint(status));
    });
}
