using System.Net.Http.Headers;
using System.Text.Json;
using Azure.Storage.Queues;
using Usher.Tests.Support;

namespace Usher.Tests.EndToEnd;

/// <summary>
/// The test acts as the runner: it takes commands from the queue and reports over HTTP with the token that came with them.
/// </summary>
public sealed class An_external_runner(AzuriteFixture azurite) : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private readonly string storage = azurite.NewAccount();
    private LocalHostProcess host = null!;

    public async ValueTask InitializeAsync()
    {
        host = await LocalHostProcess.StartAsync(["--data", folder.Path, "--storage", storage, "--runner", "external"]);
    }

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task It_claims_the_join_reports_the_meeting_and_is_told_to_leave()
    {
        using var client = host.ClientWithKey();
        var meeting = await Meeting.CreateAsync(client);
        var join = await CommandAsync("join");
        Assert.Equal(
            (meeting.Bot, $"{meeting.Bot}:1", "https://meet.google.com/abc-defg-hij"),
            (Text(join, "bot_id"), Text(join, "command_id"), join.GetProperty("bot").GetProperty("meeting_url").GetString())
        );

        Assert.Equal(200, await PostAsync(join, "claim", $$"""{"command_id": "{{Text(join, "command_id")}}"}"""));
        Assert.Equal(409, await PostAsync(join, "claim", $$"""{"command_id": "{{Text(join, "command_id")}}"}"""));
        foreach (var type in new[] { "joined_meeting", "recording_permission_granted", "transcription_started" })
        {
            Assert.Equal(200, await ReportAsync(join, type));
        }

        await meeting.LeaveAsync();
        var leave = await CommandAsync("leave");
        Assert.Equal(204, await PostAsync(leave, "heartbeat", null));
        foreach (var type in new[] { "left_meeting", "recording_saved", "transcription_completed", "post_processing_completed" })
        {
            Assert.Equal(200, await ReportAsync(leave, type));
        }

        await meeting.EndsRightAsync();
        Assert.Equal(409, await ReportAsync(leave, "fatal_error", "process_terminated"));
    }

    [Fact]
    public async Task It_may_not_join_for_a_bot_that_left_before_the_claim()
    {
        using var client = host.ClientWithKey();
        var meeting = await Meeting.CreateAsync(client);
        var join = await CommandAsync("join");

        await meeting.LeaveAsync();

        var ended = await meeting.UntilAsync("ended");
        Assert.Equal(["join_requested", "leave_requested", "left_meeting", "post_processing_completed"], Meeting.Events(ended));
        Assert.Equal(409, await PostAsync(join, "claim", $$"""{"command_id": "{{Text(join, "command_id")}}"}"""));
    }

    [Fact]
    public async Task It_is_told_to_leave_again_and_cannot_keep_the_bot_from_ending()
    {
        using var client = host.ClientWithKey();
        var meeting = await Meeting.CreateAsync(client);
        var join = await CommandAsync("join");
        Assert.Equal(200, await ReportAsync(join, "joined_meeting"));

        await meeting.LeaveAsync();

        var (first, again) = (await CommandAsync("leave"), await CommandAsync("leave"));
        Assert.Equal(Text(first, "command_id"), Text(again, "command_id"));
        var ended = await meeting.UntilAsync("fatal_error");
        Assert.Equal(["join_requested", "joined_meeting", "leave_requested", "fatal_error"], Meeting.Events(ended));
    }

    [Fact]
    public async Task It_is_told_which_features_were_switched()
    {
        using var client = host.ClientWithKey();
        var meeting = await Meeting.CreateAsync(client, inSeconds: 3);

        Assert.Equal(
            200,
            (
                await client.SendAsync(
                    "PATCH",
                    $"/calendar/scheduled_bots/{meeting.Bot}",
                    """{"bot_username": "Quiet", "recording_enabled": false, "transcription_enabled": true}"""
                )
            ).Status
        );

        var join = await CommandAsync("join");
        var (status, claimed) = await AskAsync(join, "claim", $$"""{"command_id": "{{Text(join, "command_id")}}"}""");
        Assert.Equal((200, "Quiet"), (status, Text(join.GetProperty("bot"), "name")));
        Assert.Equal(
            """{"transcription_enabled":true,"recording_enabled":false}""",
            claimed.GetProperty("settings").GetProperty("features").GetRawText()
        );
    }

    private async Task<JsonElement> CommandAsync(string command)
    {
        var queue = new QueueClient(
            storage,
            "bot-commands",
            new QueueClientOptions(QueueClientOptions.ServiceVersion.V2021_04_10) { MessageEncoding = QueueMessageEncoding.Base64 }
        );
        var message = await Eventually.GetAsync(
            async () => (await queue.ReceiveMessageAsync(cancellationToken: TestContext.Current.CancellationToken)).Value,
            message => message is not null && Text(JsonElement.Parse(message.MessageText), "command") == command
        );
        await queue.DeleteMessageAsync(message!.MessageId, message.PopReceipt, TestContext.Current.CancellationToken);
        return JsonElement.Parse(message.MessageText);
    }

    private static Task<int> ReportAsync(JsonElement command, string type, string? subType = null) =>
        PostAsync(
            command,
            "events",
            $$"""{"id": "{{Guid.CreateVersion7(TimeProvider.System.GetUtcNow())}}", "type": "{{type}}", "sub_type": {{(subType is null ? "null" : $"\"{subType}\"")}}}"""
        );

    private static async Task<int> PostAsync(JsonElement command, string what, string? body) =>
        (await AskAsync(command, what, body)).Status;

    private static async Task<(int Status, JsonElement Body)> AskAsync(JsonElement command, string what, string? body)
    {
        using var runner = new HttpClient();
        runner.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Text(command, "token"));
        return await runner.SendAsync("POST", $"{Text(command, "report_to")}/{what}", body);
    }

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;
}
