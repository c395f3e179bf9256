using Usher.Hosting.Durable;

namespace Usher.Tests.Hosting.Durable;

/// <summary>What the client asks for, and what it makes of the answers that its caller has to expect.</summary>
public sealed class DurableTaskClientTests : IAsyncLifetime
{
    private ScriptedManagementApi api = null!;

    public async ValueTask InitializeAsync() => api = await ScriptedManagementApi.StartAsync();

    public ValueTask DisposeAsync() => api.DisposeAsync();

    [Fact]
    public async Task A_start_sends_the_input_as_it_is_with_the_key()
    {
        Assert.Equal(ScheduleResult.Started, await api.Client.ScheduleNewOrchestrationInstanceAsync("Watch", "w1", """{"at":"2026-05-01T10:00:00Z"}""", Cancel));

        Assert.Equal([$$"""POST {{ScriptedManagementApi.Base}}/orchestrators/Watch/w1?code=s%2Fcret application/json; charset=utf-8 {"at":"2026-05-01T10:00:00Z"}"""], api.Requests);
    }

    [Fact]
    public async Task A_start_without_input_says_so_because_an_empty_body_would_be_an_empty_text()
    {
        await api.Client.ScheduleNewOrchestrationInstanceAsync("Watch", "w1", null, Cancel);

        Assert.EndsWith(" null", Assert.Single(api.Requests), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Starting_what_runs_is_an_answer()
    {
        api.Answer = _ => (409, "An Orchestration instance with the status Running already exists.");

        Assert.Equal(ScheduleResult.AlreadyExists, await api.Client.ScheduleNewOrchestrationInstanceAsync("Watch", "w1", null, Cancel));
    }

    [Theory]
    [InlineData("Running")]
    [InlineData("Pending")]
    [InlineData("Suspended")]
    [InlineData("ContinuedAsNew")]
    public async Task A_500_of_an_older_extension_means_the_same_where_the_instance_is_alive(string status)
    {
        api.Answer = context => context.Request.Method == "POST" ? (500, "") : (202, ScriptedManagementApi.Status(status));

        Assert.Equal(ScheduleResult.AlreadyExists, await api.Client.ScheduleNewOrchestrationInstanceAsync("Watch", "w1", null, Cancel));
    }

    [Theory]
    [InlineData(202, nameof(DeliveryResult.Accepted))]
    [InlineData(404, nameof(DeliveryResult.NotFound))]
    [InlineData(410, nameof(DeliveryResult.Finished))]
    public async Task Raising_an_event_has_three_answers(int status, string expected)
    {
        api.Answer = _ => (status, "");

        Assert.Equal(expected, $"{await api.Client.RaiseEventAsync("w1", "Approval", """{"ok":true}""", Cancel)}");
        Assert.Equal([$$"""POST {{ScriptedManagementApi.Base}}/instances/w1/raiseEvent/Approval?code=s%2Fcret application/json; charset=utf-8 {"ok":true}"""], api.Requests);
    }

    [Fact]
    public async Task An_event_without_a_payload_still_has_a_json_body()
    {
        await api.Client.RaiseEventAsync("w1", "Go on", null, Cancel);

        Assert.Equal([$"POST {ScriptedManagementApi.Base}/instances/w1/raiseEvent/Go%20on?code=s%2Fcret application/json; charset=utf-8 null"], api.Requests);
    }

    [Theory]
    [InlineData(202, nameof(DeliveryResult.Accepted))]
    [InlineData(404, nameof(DeliveryResult.NotFound))]
    [InlineData(410, nameof(DeliveryResult.Finished))]
    public async Task Terminating_has_three_answers(int status, string expected)
    {
        api.Answer = _ => (status, "");

        Assert.Equal(expected, $"{await api.Client.TerminateInstanceAsync("w1", "it's over & done", Cancel)}");
        Assert.Equal([$"POST {ScriptedManagementApi.Base}/instances/w1/terminate?reason=it%27s%20over%20%26%20done&code=s%2Fcret  "], api.Requests);
    }

    [Theory]
    [InlineData(200, nameof(PurgeResult.Purged))]
    [InlineData(404, nameof(PurgeResult.NotFound))]
    [InlineData(412, nameof(PurgeResult.NotFinished))]
    public async Task Purging_has_three_answers(int status, string expected)
    {
        api.Answer = _ => (status, """{"instancesDeleted":1}""");

        Assert.Equal(expected, $"{await api.Client.PurgeInstanceAsync("w1", Cancel)}");
        Assert.Equal([$"DELETE {ScriptedManagementApi.Base}/instances/w1?code=s%2Fcret  "], api.Requests);
    }

    [Theory]
    [InlineData(202, "Running", true, false)]
    [InlineData(202, "Pending", false, false)]
    [InlineData(202, "ContinuedAsNew", false, false)]
    [InlineData(202, "Suspended", false, false)]
    [InlineData(200, "Completed", false, true)]
    [InlineData(200, "Failed", false, true)]
    [InlineData(200, "Terminated", false, true)]
    [InlineData(200, "Canceled", false, true)]
    public async Task The_status_of_an_instance(int status, string runtimeStatus, bool isRunning, bool isCompleted)
    {
        api.Answer = _ => (status, ScriptedManagementApi.Status(runtimeStatus));

        var instance = await api.Client.GetInstanceAsync("w1", Cancel);

        Assert.NotNull(instance);
        Assert.Equal(("Watch", "w1", runtimeStatus), (instance.Name, instance.InstanceId, $"{instance.RuntimeStatus}"));
        Assert.Equal((isRunning, isCompleted), (instance.IsRunning, instance.IsCompleted));
        Assert.Equal(("\"waiting\"", null), (instance.SerializedCustomStatus, instance.SerializedOutput));
        Assert.Equal(new DateTimeOffset(2026, 5, 1, 10, 0, 0, TimeSpan.Zero), instance.CreatedAt);
        Assert.Equal([$"GET {ScriptedManagementApi.Base}/instances/w1?showInput=false&code=s%2Fcret  "], api.Requests);
    }

    [Fact]
    public async Task An_instance_that_does_not_exist_is_null()
    {
        api.Answer = _ => (404, "");

        Assert.Null(await api.Client.GetInstanceAsync("w1", Cancel));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;
}
