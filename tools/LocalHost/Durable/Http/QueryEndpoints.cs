using System.Globalization;
using Usher.Hosting.Durable.Protobuf;

namespace Usher.LocalHost.Durable.Http;

/// <summary>Reading instances. History is not shown: a finished instance has none here any more.</summary>
internal sealed class QueryEndpoints(TaskHubClient client)
{
    /// <summary>202 while it goes on, 200 when it has finished.</summary>
    public Task GetAsync(HttpContext context) => ManagementHttp.GuardAsync(context, async () =>
    {
        var instanceId = ManagementHttp.InstanceId(context);
        var status = instanceId is null ? null : await client.GetStatusAsync(instanceId, context.RequestAborted);
        if (status is null)
        {
            await ManagementHttp.AnswerAsync(context, StatusCodes.Status404NotFound);
            return;
        }

        var code = StatusCodes.Status200OK;
        if (!status.IsFinished)
        {
            code = StatusCodes.Status202Accepted;
            context.Response.Headers.Location = $"{context.Request.Scheme}://{context.Request.Host}{context.Request.Path.ToUriComponent()}{context.Request.QueryString}";
            context.Response.Headers.RetryAfter = "5";
        }
        else if (status.RuntimeStatus == OrchestrationStatus.Failed && IsTrue(context, "returnInternalServerErrorOnFailure"))
        {
            code = StatusCodes.Status500InternalServerError;
        }

        var showInput = ManagementHttp.Query(context, "showInput") is null || IsTrue(context, "showInput");
        await ManagementHttp.JsonAsync(context, code, writer => InstanceJson.Write(writer, status, showInput));
    });

    /// <summary>In the order of their keys, all on one page: the continuation token is always empty.</summary>
    public Task ListAsync(HttpContext context) => ManagementHttp.GuardAsync(context, async () =>
    {
        var statuses = ManagementHttp.Query(context, "runtimeStatus")?.Split(',');
        var prefix = ManagementHttp.Query(context, "instanceIdPrefix") ?? "";
        var from = Time(context, "createdTimeFrom") ?? DateTimeOffset.MinValue;
        var to = Time(context, "createdTimeTo") ?? DateTimeOffset.MaxValue;
        var top = int.TryParse(ManagementHttp.Query(context, "top"), CultureInfo.InvariantCulture, out var asked) ? asked : int.MaxValue;
        List<InstanceStatus> found = [];
        await foreach (var status in client.ListAsync(context.RequestAborted))
        {
            if (found.Count < top
                && status.CreatedTime >= from
                && status.CreatedTime <= to
                && status.InstanceId.StartsWith(prefix, StringComparison.Ordinal)
                && (statuses is null || statuses.Contains(status.RuntimeStatus.ToString(), StringComparer.Ordinal)))
            {
                found.Add(status);
            }
        }

        context.Response.Headers["x-ms-continuation-token"] = "";
        await ManagementHttp.JsonAsync(context, StatusCodes.Status200OK, writer =>
        {
            writer.WriteStartArray();
            found.ForEach(status => InstanceJson.Write(writer, status, IsTrue(context, "showInput")));
            writer.WriteEndArray();
        });
    });

    private static bool IsTrue(HttpContext context, string name) =>
        string.Equals(ManagementHttp.Query(context, name), "true", StringComparison.OrdinalIgnoreCase);

    private static DateTimeOffset? Time(HttpContext context, string name) =>
        DateTimeOffset.TryParse(ManagementHttp.Query(context, name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
