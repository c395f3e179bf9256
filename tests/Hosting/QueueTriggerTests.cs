using System.Text.Json;
using Usher.Hosting;

namespace Usher.Tests.Hosting;

/// <summary>Envelopes as the host was seen to write them.</summary>
public sealed class QueueTriggerTests
{
    private const string Recorded = """
        {"Data":{"msg":"\"{\\\"orderId\\\":7}\""},
         "Metadata":{"DequeueCount":"1","ExpirationTime":"2024-05-08T10:00:00+00:00",
           "Id":"\"0f0e0d0c-0b0a-0908-0706-050403020100\"","InsertionTime":"2024-05-01T10:00:00+00:00",
           "NextVisibleTime":"2024-05-01T10:10:00+00:00","PopReceipt":"\"AgAAAAMA\"",
           "orderId":"\"7\"","sys":{"MethodName":"OnOrder","UtcNow":"2024-05-01T10:00:01Z","RandGuid":"5f"}}}
        """;

    [Fact]
    public async Task The_message_and_what_the_host_knows_of_it()
    {
        var trigger = await ReceiveAsync(Recorded, "msg");

        Assert.Equal("""{"orderId":7}""", trigger.MessageText);
        Assert.Equal("0f0e0d0c-0b0a-0908-0706-050403020100", trigger.MessageId);
        Assert.Equal(1, trigger.DequeueCount);
        Assert.Equal(new DateTimeOffset(2024, 5, 1, 10, 0, 0, TimeSpan.Zero), trigger.InsertionTime);
    }

    [Theory]
    [InlineData("""
        "\"hello\""
        """, "hello")]
    [InlineData("""
        "\"\\\"quoted\\\"\""
        """, "\"quoted\"")]
    [InlineData("""
        "\"[1,2]\""
        """, "[1,2]")]
    [InlineData("""
        "\"null\""
        """, "null")]
    [InlineData("""
        "\"\""
        """, "")]
    [InlineData("""
        "{\"orderId\":7}"
        """, """{"orderId":7}""")]
    [InlineData("\"hello\"", "hello")]
    [InlineData("""{"orderId":7}""", """{"orderId":7}""")]
    [InlineData("7", "7")]
    public async Task A_text_comes_out_of_any_encoding_as_it_was_put_in(string value, string text)
    {
        var trigger = await ReceiveAsync($$$"""{"Data":{"message":{{{value}}}},"Metadata":{}}""", "message");

        Assert.Equal(text, trigger.MessageText);
        Assert.Null(trigger.MessageId);
        Assert.Null(trigger.DequeueCount);
        Assert.Null(trigger.InsertionTime);
    }

    [Fact]
    public async Task A_message_that_hides_the_metadata_hides_nothing_else()
    {
        var trigger = await ReceiveAsync(
            """{"Data":{"message":"\"{}\""},"Metadata":{"Id":"\"mine\"","DequeueCount":"\"many\"","InsertionTime":"\"yesterday\"","sys":"\"gone\""}}""", "message");

        Assert.Equal("{}", trigger.MessageText);
        Assert.Null(trigger.DequeueCount);
        Assert.Null(trigger.InsertionTime);
    }

    [Fact]
    public async Task The_answer_is_never_empty()
    {
        await using var server = await HandlerServer.StartAsync(app => app.MapQueueTrigger("OnOrder", "orders", (_, _) => Task.CompletedTask, "msg"));

        Assert.Equal("""{"Outputs":{},"Logs":[],"ReturnValue":null}""", await server.SucceedAsync("OnOrder", Recorded));
    }

    [Fact]
    public async Task A_handler_that_throws_fails_the_invocation_and_logs_why()
    {
        await using var server = await HandlerServer.StartAsync(
            app => app.MapQueueTrigger("OnOrder", "orders", (_, _) => throw new InvalidDataException("the order is void"), "msg"));

        await server.FailAsync("OnOrder", Recorded, "the order is void");
    }

    [Theory]
    [InlineData("", "JsonReaderException")]
    [InlineData("not JSON", "JsonReaderException")]
    [InlineData("[]", "no object 'Data'")]
    [InlineData("""{"Metadata":{}}""", "no object 'Data'")]
    [InlineData("""{"Data":{"other":"\"hello\""}}""", "no binding 'message'")]
    public async Task What_is_not_an_invocation_fails(string body, string reason)
    {
        await using var server = await HandlerServer.StartAsync(app => app.MapQueueTrigger("OnOrder", "orders", (_, _) => Task.CompletedTask));

        await server.FailAsync("OnOrder", body, reason);
    }

    [Fact]
    public async Task A_body_beyond_all_bounds_is_refused()
    {
        await using var server = await HandlerServer.StartAsync(app => app.MapQueueTrigger("OnOrder", "orders", (_, _) => Task.CompletedTask));

        await server.FailAsync("OnOrder", $$$"""{"Data":{"message":"{{{new string('x', 17 * 1024 * 1024)}}}"}}""", "too large");
    }

    [Fact]
    public async Task The_handler_hears_when_the_host_hangs_up()
    {
        var (begun, cancelled) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var server = await HandlerServer.StartAsync(app => app.MapQueueTrigger("OnOrder", "orders", async (_, cancellationToken) =>
        {
            begun.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken).ContinueWith(_ => cancelled.SetResult(), TaskScheduler.Default);
        }));
        using var hangUp = new CancellationTokenSource();

        var request = server.Http.PostAsync(new Uri("/OnOrder", UriKind.Relative), new StringContent("""{"Data":{"message":"x"}}"""), hangUp.Token);
        await begun.Task;
        await hangUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);

        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
    }

    private static async Task<QueueTrigger> ReceiveAsync(string envelope, string binding)
    {
        QueueTrigger? received = null;
        await using var server = await HandlerServer.StartAsync(app => app.MapQueueTrigger("OnOrder", "orders", (trigger, _) =>
        {
            received = trigger;
            return Task.CompletedTask;
        }, binding));
        await server.SucceedAsync("OnOrder", envelope);
        return received!;
    }
}
