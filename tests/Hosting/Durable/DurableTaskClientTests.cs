using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Usher.Hosting;
using Usher.Hosting.Durable;

namespace Usher.Tests.Hosting.Durable;

/// <summary>Against a real server that answers as the extension was seen to answer.</summary>
public sealed class DurableTaskClientTests : IAsyncLifetime
{
    private const string Base = "/runtime/webhooks/durabletask";

    private readonly List<string> requests = [];
    private Func<HttpContext, (int Status, string Body)> answer = _ => (202, "{}");
    private HandlerServer server = null!;
    private DurableTaskClient client = null!;

    public async ValueTask InitializeAsync()
    {
        server = await HandlerServer.StartAsync(app => ((WebApplication)app).Run(AnswerAsync));
        client = ClientFromBinding("httpBaseUrl");
    }

    [Fact]
    public async Task A_start_sends_the_input_as_it_is_with_the_key()
    {
        Assert.Equal(ScheduleResult.Started, await client.ScheduleNewOrchestrationInstanceAsync("Watch", "w1", """{"at":"2026-05-01T10:00:00Z"}""", Cancel));

        Assert.Equal([$$"""POST {{Base}}/orchestrators/Watch/w1?code=s%2Fcret application/json; charset=utf-8 {"at":"2026-05-01T10:00:00Z"}"""], requests);
    }

    [Fact]
    public async Task A_start_without_input_says_so_because_an_empty_body_would_be_an_empty_text()
    {
        await client.ScheduleNewOrchestrationInstanceAsync("Watch", "w1", null, Cancel);

        Assert.EndsWith(" null", Assert.Single(requests), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Starting_what_runs_is_an_answer()
    {
        answer = _ => (409, "An Orchestration instance with the status Running already exists.");

        Assert.Equal(ScheduleResult.AlreadyExists, await client.ScheduleNewOrchestrationInstanceAsync("Watch", "w1", null, Cancel));
    }

    [Theory]
    [InlineData("Running")]
    [InlineData("Pending")]
    [InlineData("Suspended")]
    [InlineData("ContinuedAsNew")]
    public async Task A_500_of_an_older_extension_means_the_same_where_the_instance_is_alive(string status)
    {
        answer = context => context.Request.Method == "POST" ? (500, "") : (202, Status(status));

        Assert.Equal(ScheduleResult.AlreadyExists, await client.ScheduleNewOrchestrationInstanceAsync("Watch", "w1", null, Cancel));
    }

    [Theory]
    [InlineData(200)]
    [InlineData(404)]
    public async Task A_500_is_a_fault_where_it_is_not(int status)
    {
        answer = context => context.Request.Method == "POST" ? (500, "") : (status, Status("Failed"));

        await Assert.ThrowsAsync<HttpRequestException>(() => client.ScheduleNewOrchestrationInstanceAsync("Watch", "w1", null, Cancel));
    }

    [Theory]
    [InlineData(202, nameof(DeliveryResult.Accepted))]
    [InlineData(404, nameof(DeliveryResult.NotFound))]
    [InlineData(410, nameof(DeliveryResult.Finished))]
    public async Task Raising_an_event_has_three_answers(int status, string expected)
    {
        answer = _ => (status, "");

        Assert.Equal(expected, $"{await client.RaiseEventAsync("w1", "Approval", """{"ok":true}""", Cancel)}");
        Assert.Equal([$$"""POST {{Base}}/instances/w1/raiseEvent/Approval?code=s%2Fcret application/json; charset=utf-8 {"ok":true}"""], requests);
    }

    [Fact]
    public async Task An_event_without_a_payload_still_has_a_json_body()
    {
        await client.RaiseEventAsync("w1", "Go on", null, Cancel);

        Assert.Equal([$"POST {Base}/instances/w1/raiseEvent/Go%20on?code=s%2Fcret application/json; charset=utf-8 null"], requests);
    }

    [Theory]
    [InlineData(202, nameof(DeliveryResult.Accepted))]
    [InlineData(404, nameof(DeliveryResult.NotFound))]
    [InlineData(410, nameof(DeliveryResult.Finished))]
    public async Task Terminating_has_three_answers(int status, string expected)
    {
        answer = _ => (status, "");

        Assert.Equal(expected, $"{await client.TerminateInstanceAsync("w1", "it's over & done", Cancel)}");
        Assert.Equal([$"POST {Base}/instances/w1/terminate?reason=it%27s%20over%20%26%20done&code=s%2Fcret  "], requests);
    }

    [Theory]
    [InlineData(200, nameof(PurgeResult.Purged))]
    [InlineData(404, nameof(PurgeResult.NotFound))]
    [InlineData(412, nameof(PurgeResult.NotFinished))]
    public async Task Purging_has_three_answers(int status, string expected)
    {
        answer = _ => (status, """{"instancesDeleted":1}""");

        Assert.Equal(expected, $"{await client.PurgeInstanceAsync("w1", Cancel)}");
        Assert.Equal([$"DELETE {Base}/instances/w1?code=s%2Fcret  "], requests);
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
        answer = _ => (status, Status(runtimeStatus));

        var instance = await client.GetInstanceAsync("w1", Cancel);

        Assert.NotNull(instance);
        Assert.Equal(("Watch", "w1", runtimeStatus), (instance.Name, instance.InstanceId, $"{instance.RuntimeStatus}"));
        Assert.Equal((isRunning, isCompleted), (instance.IsRunning, instance.IsCompleted));
        Assert.Equal(("\"waiting\"", null), (instance.SerializedCustomStatus, instance.SerializedOutput));
        Assert.Equal(new DateTimeOffset(2026, 5, 1, 10, 0, 0, TimeSpan.Zero), instance.CreatedAt);
        Assert.Equal([$"GET {Base}/instances/w1?showInput=false&code=s%2Fcret  "], requests);
    }

    [Fact]
    public async Task An_instance_that_does_not_exist_is_null()
    {
        answer = _ => (404, "");

        Assert.Null(await client.GetInstanceAsync("w1", Cancel));
    }

    [Theory]
    [InlineData(200, "<html>")]
    [InlineData(200, "{}")]
    [InlineData(200, "[]")]
    [InlineData(302, "")]
    [InlineData(401, "")]
    [InlineData(503, "")]
    public async Task Anything_else_is_thrown_without_the_key(int status, string body)
    {
        answer = _ => (status, body);

        var exception = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetInstanceAsync("w1", Cancel));

        Assert.DoesNotContain("cret", exception.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(503)]
    public async Task A_start_that_is_refused_is_thrown(int status)
    {
        answer = _ => (status, "");

        await Assert.ThrowsAsync<HttpRequestException>(() => client.ScheduleNewOrchestrationInstanceAsync("Watch", "w1", null, Cancel));
    }

    [Fact]
    public async Task A_host_that_is_gone_or_silent_is_thrown()
    {
        var silence = new TaskCompletionSource();
        answer = _ =>
        {
            silence.Task.Wait(Cancel);
            return (202, "");
        };
        using var impatient = new HttpClient { Timeout = TimeSpan.FromMilliseconds(100) };
        var payload = JsonElement.Parse($$"""{"httpBaseUrl":"{{server.Http.BaseAddress}}"}""");
        await Assert.ThrowsAsync<HttpRequestException>(() => new DurableTaskClient(impatient, new(payload)).RaiseEventAsync("w1", "Go", null, Cancel));
        silence.SetResult();

        await server.DisposeAsync();
        await Assert.ThrowsAsync<HttpRequestException>(() => client.RaiseEventAsync("w1", "Go", null, Cancel));
    }

    [Fact]
    public async Task Some_versions_of_the_extension_fill_the_other_address()
    {
        client = ClientFromBinding("baseUrl");

        Assert.Equal(DeliveryResult.Accepted, await client.RaiseEventAsync("w1", "Go", null, Cancel));
    }

    [Fact]
    public void A_binding_without_an_address_says_so() =>
        Assert.Throws<InvalidDataException>(() => ClientFromBinding("rpcBaseUrl"));

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("@w1")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a?b")]
    [InlineData("a#b")]
    [InlineData("a\nb")]
    public async Task An_id_that_a_url_cannot_name_is_refused(string instanceId)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => client.GetInstanceAsync(instanceId, Cancel));
        Assert.Empty(requests);
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static string Status(string runtimeStatus) => $$"""
        {"name":"Watch","instanceId":"w1","runtimeStatus":"{{runtimeStatus}}","input":null,"customStatus":"waiting","output":null,
         "createdTime":"2026-05-01T10:00:00Z","lastUpdatedTime":"2026-05-01T10:01:00Z"}
        """;

    /// <summary>Through a real invocation: the payload as the extension writes it, encoded as the host encodes it.</summary>
    private DurableTaskClient ClientFromBinding(string filledAddress)
    {
        var payload = $$"""
            {"taskHubName":"MyHub","connectionName":null,"creationUrls":null,"managementUrls":null,"{{filledAddress}}":"{{server.Http.BaseAddress!.ToString().TrimEnd('/')}}{{Base}}",
             "requiredQueryStringParameters":"code=s%2Fcret","grpcHttpClientTimeout":"00:01:40"}
            """;
        var text = $"\"{JsonEncodedText.Encode(payload)}\"";
        var envelope = JsonElement.Parse($$$"""{"client":"{{{JsonEncodedText.Encode(text)}}}","timer":{}}""");
        var factory = new DurableTaskClientFactory(new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }));
        return new TimerTrigger(new HostInvocation(null, envelope, default), "timer", factory).Client("client");
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        requests.Add($"{context.Request.Method} {new Uri(context.Request.GetEncodedUrl()).PathAndQuery} {context.Request.ContentType} {body}");
        var (status, text) = answer(context);
        context.Response.StatusCode = status;
        await context.Response.WriteAsync(text, context.RequestAborted);
    }
}
