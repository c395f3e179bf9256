using System.Text.Json;
using Azure.Core;
using Microsoft.Extensions.DependencyInjection;
using Usher.Bots;
using Usher.Commanding;
using Usher.Runner;
using Usher.Storage;
using Usher.Tests.Support;

namespace Usher.Tests.Runner;

/// <summary>What the simulated runner reports, on its own and in response to meeting commands. The test hands it its messages.</summary>
public sealed class SimulatedMeetingTests(AzuriteFixture azurite) : IAsyncLifetime
{
    /// <summary>Messages of a separate account, whose queues nothing else reads.</summary>
    private readonly SentMessages sent = new();
    private TestApp app = null!;

    public async ValueTask InitializeAsync() =>
        app = await TestApp.StartAsync(
            azurite.NewAccount(),
            time: null,
            options => options.AddPolicy(sent, HttpPipelinePosition.PerCall),
            "--Usher:Simulation:Admission=00:00:00"
        );

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Theory]
    [InlineData("mp4", "video/mp4")]
    [InlineData("mp3", "audio/mpeg")]
    public async Task People_come_talk_chat_and_leave_and_the_recording_is_available(string format, string type)
    {
        var id = await CreateAsync(format);
        await LiveAsync(id);

        var bot = await GetAsync($"/api/v1/bots/{id}");
        Assert.Equal(("ended", "complete"), (bot.GetProperty("state").GetString(), bot.GetProperty("recording_state").GetString()));
        await AssertMeetingAsync(id, lines: 4);
        var message = Assert.Single((await GetAsync($"/api/v1/bots/{id}/chat_messages")).GetProperty("results").EnumerateArray());
        Assert.Equal(("Bob", "https://example.com/plan"), (Text(message, "sender_name"), Text(message, "text")));
        var recording = await GetAsync($"/api/v1/bots/{id}/recording");
        Assert.Equal((await BotOf(id)).JoinedAt!.Value.ToUnixTimeMilliseconds(), recording.GetProperty("start_timestamp_ms").GetInt64());
        var file = await app
            .Services.GetRequiredService<StorageAccount>()
            .Container("recordings")
            .GetBlobClient($"{app.Project}/{id}.{format}")
            .DownloadContentAsync(TestContext.Current.CancellationToken);
        Assert.Contains($"/{id}.{format}?", recording.GetProperty("url").GetString(), StringComparison.Ordinal);
        Assert.Equal(type, file.Value.Details.ContentType);
        Assert.Equal(SimulatedRecording.Of(format).ToArray(), file.Value.Content.ToArray());
    }

    [Fact]
    public async Task A_step_that_runs_twice_is_reported_once()
    {
        var id = await CreateAsync();
        await LiveAsync(id, times: 2);

        await AssertMeetingAsync(id, lines: 4);
    }

    [Fact]
    public async Task Nobody_speaks_while_the_recording_is_paused()
    {
        var id = await CreateAsync();
        await LiveAsync(
            id,
            before: async step =>
            {
                if (step == FirstLine)
                {
                    await PlayAsync(BotId.Parse(id), MeetingCommandType.PauseRecording);
                }
                else if (step == FirstLine + 3)
                {
                    await PlayAsync(BotId.Parse(id), MeetingCommandType.ResumeRecording);
                }
            }
        );

        await AssertMeetingAsync(id, lines: 1);
        Assert.Empty((await GetAsync($"/api/v1/bots/{id}/chat_messages")).GetProperty("results").EnumerateArray());
    }

    [Fact]
    public async Task People_stay_when_the_bot_leaves()
    {
        var id = await CreateAsync();
        await LiveAsync(
            id,
            before: async step =>
            {
                if (step == FirstLine + 1)
                {
                    Assert.Equal(200, (await app.Client.SendAsync("POST", $"/api/v1/bots/{id}/leave")).Status);
                }
            }
        );

        var bot = await BotOf(id);
        Assert.Equal(BotState.Leaving, bot.State);
        await PlayAsync(Command(bot, bot.LastCommand!.Value, RunnerCommand.Leave));
        await PlayRestAsync();

        Assert.Equal("ended", (await GetAsync($"/api/v1/bots/{id}")).GetProperty("state").GetString());
        Assert.Equal(1, (await GetAsync($"/api/v1/bots/{id}/transcript")).GetArrayLength());
        Assert.DoesNotContain("leave", await PresencesAsync(id));
        Assert.Equal(200, (await app.Client.SendAsync("GET", $"/api/v1/bots/{id}/recording")).Status);
    }

    [Fact]
    public async Task Without_recording_nothing_is_saved()
    {
        var id = await CreateAsync("none");

        await LiveAsync(id);

        Assert.Equal("ended", (await GetAsync($"/api/v1/bots/{id}")).GetProperty("state").GetString());
        Assert.False((await BotOf(id)).RecordingIsSaved);
    }

    [Fact]
    public async Task The_simulated_runner_pauses_and_resumes()
    {
        var bot = await ARecordingBotAsync();

        Assert.Equal(BotState.JoinedRecordingPaused, (await PlayAsync(bot, MeetingCommandType.PauseRecording)).State);
        Assert.Equal(BotState.JoinedRecording, (await PlayAsync(bot, MeetingCommandType.ResumeRecording)).State);
    }

    [Fact]
    public async Task The_simulated_runner_accepts_every_other_command_and_stays()
    {
        var bot = await ARecordingBotAsync();

        var after = await PlayAsync(bot, MeetingCommandType.AdmitFromWaitingRoom);

        Assert.Equal((BotState.JoinedRecording, null), (after.State, after.OpenCommands));
    }

    [Theory]
    [InlineData("output_audio", "audio")]
    [InlineData("speech", "audio")]
    [InlineData("output_video", "video")]
    public async Task What_the_bot_plays_starts_and_finishes(string command, string kind)
    {
        var id = await ARecordingBotAsync();

        var playing = await PlayAsync(id, WireName.Parse<MeetingCommandType>(command)!.Value);

        var now = app.Clock.GetUtcNow();
        Assert.Equal((kind == "audio", kind == "video"), (playing.PlaysAudio(now), playing.PlaysVideo(now)));
        await PlayRestAsync();
        var after = await BotOf($"{id}");
        Assert.Equal((false, false), (after.PlaysAudio(now), after.PlaysVideo(now)));
    }

    [Fact]
    public async Task A_message_the_bot_is_told_to_send_appears_in_the_chat()
    {
        var bot = await ARecordingBotAsync();

        await PlayAsync(bot, MeetingCommandType.SendChatMessage, """{"to":"everyone","to_user_uuid":null,"message":"Hello"}""");

        var message = Assert.Single((await GetAsync($"/api/v1/bots/{bot}/chat_messages")).GetProperty("results").EnumerateArray());
        Assert.Equal(("Hello", "Usher"), (Text(message, "text"), Text(message, "sender_name")));
        Assert.Equal(app.Clock.GetUtcNow().ToUnixTimeSeconds(), message.GetProperty("timestamp").GetInt64());
    }

    /// <summary>The step of the first line in the script of a join.</summary>
    private const int FirstLine = 5;

    private async Task<string> CreateAsync(string format = "mp4")
    {
        var (status, bot) = await app.Client.SendAsync(
            "POST",
            "/api/v1/bots",
            $$"""{"meeting_url": "https://zoom.us/j/1", "bot_name": "Usher", "recording_settings": {"format": "{{format}}"} }"""
        );
        Assert.Equal(201, status);
        return bot.GetProperty("id").GetString()!;
    }

    /// <param name="id">The bot's id.</param>
    /// <param name="times">How often each message is delivered.</param>
    /// <param name="before">Called with the number of the next step.</param>
    private async Task LiveAsync(string id, int times = 1, Func<int, Task>? before = null)
    {
        var join = Command(await BotOf(id), 1, RunnerCommand.Join);
        await PlayAsync(join);
        await PlayRestAsync(times, before);
    }

    /// <summary>Plays every waiting message, whenever it is due, and whatever follows from it.</summary>
    private async Task PlayRestAsync(int times = 1, Func<int, Task>? before = null)
    {
        HashSet<string> played = [];
        while (Steps().FirstOrDefault(text => !played.Contains(text)) is { } next)
        {
            played.Add(next);
            var command = RunnerCommand.Parse(next);
            await (before?.Invoke(command.Step!.Value) ?? Task.CompletedTask);
            for (var time = 0; time < times; time++)
            {
                await PlayAsync(command, isRepeated: time > 0);
            }
        }
    }

    private IEnumerable<string> Steps() =>
        sent.All.Where(message => message.Queue == BotQueues.CommandsName).Select(message => message.Text);

    private async Task AssertMeetingAsync(string id, int lines)
    {
        var said = (await GetAsync($"/api/v1/bots/{id}/transcript")).EnumerateArray().ToList();
        string[] all =
        [
            "Ann: Good morning, Bob. Shall we begin?",
            "Bob: Yes, let's look at the plan. I put it into the chat.",
            "Ann: Then we ship on Friday.",
            "Bob: Friday it is. I will write the notes.",
        ];
        Assert.Equal(
            all[^lines..],
            said.Select(one => $"{Text(one, "speaker_name")}: {Text(one.GetProperty("transcription"), "transcript")}")
        );
        var words = said[^1].GetProperty("transcription").GetProperty("words").EnumerateArray().ToList();
        Assert.Equal(("Friday", "notes."), (Text(words[0], "word"), Text(words[^1], "word")));
        Assert.Equal(0, words[0].GetProperty("start").GetDouble());
        Assert.Equal(said[^1].GetProperty("duration_ms").GetInt64() / 1000.0, words[^1].GetProperty("end").GetDouble());
        Assert.Equal(
            ["Ann True", "Bob False"],
            (await GetAsync($"/api/v1/bots/{id}/participants"))
                .GetProperty("results")
                .EnumerateArray()
                .Select(one => $"{one.GetProperty("name")} {one.GetProperty("is_host")}")
        );
        Assert.Equal(
            [
                "join",
                "join",
                .. Enumerable.Repeat((string[])["speech_start", "speech_stop"], lines).SelectMany(both => both),
                "leave",
                "leave",
            ],
            await PresencesAsync(id)
        );
    }

    private async Task<IEnumerable<string?>> PresencesAsync(string id) =>
        (await GetAsync($"/api/v1/bots/{id}/participant_events"))
            .GetProperty("results")
            .EnumerateArray()
            .Select(one => one.GetProperty("event_type").GetString());

    private async Task<JsonElement> GetAsync(string path)
    {
        var (status, body) = await app.Client.SendAsync("GET", path);
        Assert.Equal(200, status);
        return body;
    }

    private async Task<BotId> ARecordingBotAsync()
    {
        var bot = await app.CreateBotAsync();
        await app.ReportAsync(bot, "joined_meeting");
        await app.ReportAsync(bot, "recording_permission_granted");
        return BotId.Parse(bot);
    }

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();

    private async Task<Bot> BotOf(string id) =>
        (
            await app
                .Services.GetRequiredService<BotStreams>()
                .GetAsync(app.Project, BotId.Parse(id), TestContext.Current.CancellationToken)
        )!;

    /// <summary>Sends the runner a command, as the dispatcher does.</summary>
    private async Task<Bot> PlayAsync(BotId id, MeetingCommandType type, string? payload = null)
    {
        var (streams, cancel) = (app.Services.GetRequiredService<BotStreams>(), TestContext.Current.CancellationToken);
        var command = new MeetingCommand(type, payload is null ? null : new JsonText(payload));
        var instruct = new BotCommand.Instruct(command) { Actor = Given.Caller };
        var told = Assert.IsType<Outcome.Done>(await streams.TransactAsync(app.Project, id, instruct, cancel)).Bot;

        await PlayAsync(Command(told, told.Version, type.Name));

        return await BotOf($"{id}");
    }

    private Task PlayAsync(RunnerCommand command, bool isRepeated = false) =>
        app.Services.GetRequiredService<SimulatedMeeting>().PlayAsync(command, isRepeated, TestContext.Current.CancellationToken);

    private RunnerCommand Command(Bot bot, int sequence, string name) =>
        new(
            RunnerCommand.Id(bot.Id, sequence),
            $"{bot.Id}",
            name,
            new RunnerBot(bot.MeetingUrl, bot.BotName),
            "https://usher.example.com",
            app.Services.GetRequiredService<RunnerTokens>().Create(app.Project, bot.Id)
        );
}
