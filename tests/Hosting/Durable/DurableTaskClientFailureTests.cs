using System.Text.Json;
using Usher.Hosting.Durable;

namespace Usher.Tests.Hosting.Durable;

/// <summary>Answers that nobody expects, bindings in other forms, and ids that cannot be asked for.</summary>
public sealed class DurableTaskClientFailureTests : IAsyncLifetime
{
    private ScriptedManagementApi api = null!;

    public async ValueTask InitializeAsync() => api = await ScriptedManagementApi.StartAsync();

    public ValueTask DisposeAsync() => api.DisposeAsync();

    [Theory]
    [InlineData(200)]
    [InlineData(404)]
    public async Task A_500_is_a_fault_where_the_instance_is_not_alive(int status)
    {
        api.Answer = context => context.Request.Method == "POST" ? (500, "") : (status, ScriptedManagementApi.Status("Failed"));

        await Assert.ThrowsAsync<HttpRequestException>(() => api.Client.ScheduleNewOrchestrationInstanceAsync("Watch", "w1", null, Cancel));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(503)]
    public async Task A_start_that_is_refused_is_thrown(int status)
    {
        api.Answer = _ => (status, "");

        await Assert.ThrowsAsync<HttpRequestException>(() => api.Client.ScheduleNewOrchestrationInstanceAsync("Watch", "w1", null, Cancel));
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
        api.Answer = _ => (status, body);

        var exception = await Assert.ThrowsAsync<HttpRequestException>(() => api.Client.GetInstanceAsync("w1", Cancel));

        Assert.DoesNotContain("cret", exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_that_is_gone_or_silent_is_thrown()
    {
        var silence = new TaskCompletionSource();
        api.Answer = _ =>
        {
            silence.Task.Wait(Cancel);
            return (202, "");
        };
        using var impatient = new HttpClient { Timeout = TimeSpan.FromMilliseconds(100) };
        var payload = JsonElement.Parse($$"""{"httpBaseUrl":"{{api.Address}}"}""");
        await Assert.ThrowsAsync<HttpRequestException>(() => new DurableTaskClient(impatient, new(payload)).RaiseEventAsync("w1", "Go", null, Cancel));
        silence.SetResult();

        await api.DisposeAsync();
        await Assert.ThrowsAsync<HttpRequestException>(() => api.Client.RaiseEventAsync("w1", "Go", null, Cancel));
    }

    [Fact]
    public async Task Some_versions_of_the_extension_fill_the_other_address()
    {
        var client = api.ClientFromBinding("baseUrl");

        Assert.Equal(DeliveryResult.Accepted, await client.RaiseEventAsync("w1", "Go", null, Cancel));
    }

    [Fact]
    public void A_binding_without_an_address_says_so() =>
        Assert.Throws<InvalidDataException>(() => api.ClientFromBinding("rpcBaseUrl"));

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
        await Assert.ThrowsAsync<ArgumentException>(() => api.Client.GetInstanceAsync(instanceId, Cancel));
        Assert.Empty(api.Requests);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;
}
