using System.Text.Json;
using Usher.Hosting;

namespace Usher.Tests.Hosting;

public sealed class ActivityTriggerTests
{
    [Theory]
    [InlineData("""{"Data":{"input":"\"{\\\"orderId\\\":7}\""},"Metadata":{"instanceId":"\"order-7\"","data":{"orderId":7},"sys":{}}}""", """{"orderId":7}""")]
    [InlineData("""{"Data":{"input":"\"\\\"Tokyo\\\"\""},"Metadata":{"instanceId":"\"i1\"","data":"\"Tokyo\"","sys":{}}}""", "\"Tokyo\"")]
    [InlineData("""{"Data":{"input":"\"7\""},"Metadata":{"data":"\"7\""}}""", "7")]
    [InlineData("""{"Data":{"input":"null"},"Metadata":{}}""", null)]
    [InlineData("""{"Data":{"input":"\"null\""},"Metadata":{}}""", null)]
    public async Task The_input_is_json_text(string envelope, string? expected)
    {
        var received = "never called";
        await using var server = await HandlerServer.StartAsync(app => app.MapActivityTrigger("Notify", (input, _) =>
        {
            received = input;
            return Task.FromResult<string?>(null);
        }));

        Assert.Equal("""{"Outputs":{},"Logs":[],"ReturnValue":null}""", await server.SucceedAsync("Notify", envelope));
        Assert.Equal(expected, received);
    }

    [Theory]
    [InlineData("""{"at":"2026-05-01T10:00:00.000Z"}""")]
    [InlineData("\"text\"")]
    [InlineData("7")]
    public async Task The_result_is_one_string_that_holds_json_text(string result)
    {
        await using var server = await HandlerServer.StartAsync(app => app.MapActivityTrigger("Notify", (_, _) => Task.FromResult<string?>(result)));

        var answer = JsonElement.Parse(await server.SucceedAsync("Notify", """{"Data":{"input":"null"},"Metadata":{}}"""));

        Assert.Equal(result, answer.GetProperty("ReturnValue").GetString());
    }

    [Fact]
    public async Task A_result_that_is_not_json_fails_the_activity()
    {
        await using var server = await HandlerServer.StartAsync(app => app.MapActivityTrigger("Notify", (_, _) => Task.FromResult<string?>("bare words")));

        await server.FailAsync("Notify", """{"Data":{"input":"null"},"Metadata":{}}""", "JsonReaderException");
    }

    [Fact]
    public async Task An_activity_that_throws_fails()
    {
        await using var server = await HandlerServer.StartAsync(app => app.MapActivityTrigger("Notify", (_, _) => throw new InvalidDataException("no such order")));

        await server.FailAsync("Notify", """{"Data":{"input":"null"},"Metadata":{}}""", "no such order");
    }
}
