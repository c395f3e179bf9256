using Usher.LocalHost;
using Usher.LocalHost.Processes;
using Usher.Tests.Support;

namespace Usher.Tests.EndToEnd;

/// <summary>The documentation's example runner, in another language, run as it is written.</summary>
public sealed class The_example_runner(AzuriteFixture azurite) : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private readonly LineLog log = new();
    private LocalHostProcess host = null!;
    private ChildProcess runner = null!;

    public async ValueTask InitializeAsync()
    {
        var storage = azurite.NewAccount();
        host = await LocalHostProcess.StartAsync(["--data", folder.Path, "--storage", storage, "--runner", "external"]);
        runner = ChildProcess.Start(
            new ChildCommand(
                Executable.Node(),
                ["--import", ChildProcess.EndWithInput, Path.Combine(Repository.Root, "docs", "runner", "runner.mjs")],
                folder.Path,
                new Dictionary<string, string?> { ["AzureWebJobsStorage"] = storage }
            ),
            log.Add
        );
    }

    public async ValueTask DisposeAsync()
    {
        await runner.StopAsync(TimeSpan.FromSeconds(5), TimeProvider.System);
        await runner.DisposeAsync();
        await host.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task It_takes_a_bot_through_its_meeting()
    {
        using var client = host.ClientWithKey();
        var meeting = await Meeting.CreateAsync(client);

        await meeting.LeavesAsync();

        var ended = await meeting.EndsRightAsync();
        Assert.Equal(
            [
                "join_requested",
                "put_in_waiting_room",
                "joined_meeting",
                "recording_permission_granted",
                "leave_requested",
                "left_meeting",
                "post_processing_completed",
            ],
            Meeting.Events(ended)
        );
        var said = Assert.Single((await meeting.GetAsync("transcript")).EnumerateArray());
        Assert.Equal(
            ("Ann", "Hello, everybody."),
            (said.GetProperty("speaker_name").GetString(), said.GetProperty("transcription").GetProperty("transcript").GetString())
        );
        Assert.Single((await meeting.GetAsync("participant_events")).GetProperty("results").EnumerateArray());
        var recording = await meeting.GetAsync("recording");
        Assert.Equal(said.GetProperty("timestamp_ms").GetInt64(), recording.GetProperty("start_timestamp_ms").GetInt64());
        Assert.Equal(
            await File.ReadAllBytesAsync(
                Path.Combine(Repository.Root, "docs", "runner", "recording.mp4"),
                TestContext.Current.CancellationToken
            ),
            await Meeting.DownloadAsync(recording)
        );
        Assert.Contains("joins https://meet.google.com/abc-defg-hij", string.Join('\n', log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_pauses_and_resumes_and_is_asked_for_nothing_else()
    {
        using var client = host.ClientWithKey();
        var meeting = await Meeting.CreateAsync(client);
        await meeting.UntilAsync("joined_recording");

        // The runner's report may arrive after the request has stopped waiting for it.
        await client.SendAsync("POST", $"/api/v1/bots/{meeting.Bot}/pause_recording");
        await meeting.UntilAsync("joined_recording_paused");
        var (status, refusal) = await client.SendAsync("POST", $"/api/v1/bots/{meeting.Bot}/send_chat_message", """{"message": "Hi"}""");
        await client.SendAsync("POST", $"/api/v1/bots/{meeting.Bot}/resume_recording");

        Assert.Equal((400, """{"error":"The runner of this bot does not support send_chat_message"}"""), (status, refusal.GetRawText()));
        await meeting.LeavesAsync();
        await meeting.EndsRightAsync();
    }

    [Fact]
    public async Task It_never_joins_for_a_deleted_bot()
    {
        using var client = host.ClientWithKey();
        var (kept, deleted) = (await Meeting.CreateAsync(client, inSeconds: 6), await Meeting.CreateAsync(client, inSeconds: 6));

        Assert.Equal(200, (await deleted.DeleteAsync()).Status);

        await kept.LeavesAsync();
        await kept.EndsRightAsync();
        Assert.Single(log.Lines, line => line.Contains(" joins ", StringComparison.Ordinal));
    }
}
