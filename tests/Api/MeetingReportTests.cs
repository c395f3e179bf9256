using System.Text.Json;
using Usher.Tests.Support;

namespace Usher.Tests.Api;

/// <summary>What runners report from meetings, and what the API shows of it.</summary>
public sealed class MeetingReportTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const string Hello =
        """{"id": "b1", "utterances": [{"participant": {"uuid": "u1", "name": "Ann"}, "timestamp_ms": 5000, "duration_ms": 1000, "transcription": {"transcript": "Hello"}}]}""";

    private TestApp app = null!;

    public async ValueTask InitializeAsync() => app = await TestApp.StartAsync(azurite.ConnectionString);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task The_transcript_lists_each_utterance_once_in_order_as_last_corrected()
    {
        var bot = await ABotInAMeetingAsync();
        await SayAsync(bot, "1", "u1", 5000, "Hello");
        await SayAsync(bot, "2", "u2", 1000, "Good mor");
        await SayAsync(bot, "3", "u2", 1000, "Good morning");
        await SayAsync(bot, "2", "u2", 1000, "Good mor");
        await SayAsync(bot, "4", "u2", 9000, "");

        var (status, transcript) = await GetAsync(bot, "transcript");

        Assert.Equal(200, status);
        Assert.Equal(
            """[{"speaker_name":"u2!","speaker_uuid":"u2","speaker_user_uuid":null,"speaker_is_host":false,"timestamp_ms":1000,"duration_ms":10,"transcription":{"transcript":"Good morning"}},{"speaker_name":"u1!","speaker_uuid":"u1","speaker_user_uuid":null,"speaker_is_host":false,"timestamp_ms":5000,"duration_ms":10,"transcription":{"transcript":"Hello"}}]""",
            transcript.GetRawText()
        );
    }

    [Fact]
    public async Task Clients_can_ask_for_only_what_changed_since_a_time()
    {
        var bot = await ABotInAMeetingAsync();
        await SayAsync(bot, "1", "u1", 1, "first");
        await SayAsync(bot, "2", "u1", 2, "second");
        var time = app.Clock.GetUtcNow();
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        await SayAsync(bot, "3", "u1", 1, "first, corrected");

        var (_, transcript) = await GetAsync(bot, $"transcript?updated_after={time:yyyy-MM-ddTHH:mm:ss.ffffffZ}");

        Assert.Equal(
            "first, corrected",
            Assert.Single(transcript.EnumerateArray()).GetProperty("transcription").GetProperty("transcript").GetString()
        );
    }

    [Fact]
    public async Task Participants_are_listed_once_under_their_first_name_with_their_current_role_and_without_the_bot()
    {
        var bot = await ABotInAMeetingAsync();
        await PostAsync(
            bot,
            "participants",
            """
            {"id": "1", "events": [
              {"participant": {"uuid": "me", "name": "Usher", "is_bot": true}, "timestamp_ms": 1, "type": "join"},
              {"participant": {"uuid": "u1", "name": "Ann"}, "timestamp_ms": 2, "type": "join"},
              {"participant": {"uuid": "u2", "name": "Bob"}, "timestamp_ms": 3, "type": "join"},
              {"participant": {"uuid": "u1", "name": "Anna", "is_host": true}, "timestamp_ms": 4, "type": "speech_start"}]}
            """
        );

        var (_, all) = await GetAsync(bot, "participants");
        var (_, hosts) = await GetAsync(bot, "participants?is_host=True");
        var (_, events) = await GetAsync(bot, "participant_events");

        Assert.Equal(
            ["Ann True", "Bob False"],
            all.GetProperty("results")
                .EnumerateArray()
                .Select(one => $"{one.GetProperty("name").GetString()} {one.GetProperty("is_host").GetBoolean()}")
        );
        Assert.Equal("u1", Assert.Single(hosts.GetProperty("results").EnumerateArray()).GetProperty("uuid").GetString());
        Assert.Equal(
            ["u1 join True", "u2 join False", "u1 speech_start True"],
            events
                .GetProperty("results")
                .EnumerateArray()
                .Select(one =>
                    $"{one.GetProperty("participant_uuid").GetString()} {one.GetProperty("event_type").GetString()} {one.GetProperty("participant_is_host").GetBoolean()}"
                )
        );
    }

    [Fact]
    public async Task Chat_pages_both_ways_and_an_edit_keeps_its_position_and_id()
    {
        var bot = await ABotInAMeetingAsync();
        for (var batch = 0; batch < 2; batch++)
        {
            var messages = Enumerable
                .Range(batch * 30, 30)
                .Select(number =>
                    $$"""{"participant": {"uuid": "u1", "name": "Ann"}, "timestamp_ms": {{number + 1}}999, "text": "message {{number}}", "source_id": "m{{number}}"}"""
                );
            var (status, _) = await PostAsync(
                bot,
                "chat_messages",
                $$"""{"id": "{{batch}}", "messages": [{{string.Join(',', messages)}}]}"""
            );
            Assert.Equal(200, status);
        }

        var (_, first) = await GetAsync(bot, "chat_messages");
        await PostAsync(
            bot,
            "chat_messages",
            """{"id": "edit", "messages": [{"participant": {"uuid": "u1"}, "timestamp_ms": 99999, "text": "edited", "source_id": "m3", "to": "only_bot"}]}"""
        );
        var (_, edited) = await GetAsync(bot, "chat_messages");
        List<string?> texts = [.. Texts(edited)];
        var page = edited;
        while (page.GetProperty("next").GetString() is { } next)
        {
            page = (await app.Client.SendAsync("GET", new Uri(next).PathAndQuery)).Body;
            texts.AddRange(Texts(page));
        }

        var (_, back) = await app.Client.SendAsync("GET", new Uri(page.GetProperty("previous").GetString()!).PathAndQuery);

        Assert.Equal(Enumerable.Range(0, 60).Select(number => number == 3 ? "edited" : $"message {number}"), texts);
        Assert.Equal(Enumerable.Range(25, 25).Select(number => $"message {number}"), Texts(back));
        Assert.Equal(
            first.GetProperty("results")[3].GetProperty("id").GetString(),
            edited.GetProperty("results")[3].GetProperty("id").GetString()
        );
        Assert.Equal(
            (99000, 99),
            (
                edited.GetProperty("results")[3].GetProperty("timestamp_ms").GetInt64(),
                edited.GetProperty("results")[3].GetProperty("timestamp").GetInt64()
            )
        );
    }

    [Fact]
    public async Task A_batch_counts_once_and_its_id_cannot_be_reused()
    {
        var bot = await ABotInAMeetingAsync();

        Assert.Equal((200, """{"state":"joined_not_recording"}"""), await TextAsync(bot, "utterances", Hello));
        Assert.Equal(200, (await TextAsync(bot, "utterances", Hello)).Status);
        Assert.Equal(
            (422, """{"error":"This id was already used for a different batch. Send a new batch with a new id."}"""),
            await TextAsync(bot, "utterances", Hello.Replace("Hello", "Bye", StringComparison.Ordinal))
        );
        Assert.Equal(1, (await GetAsync(bot, "transcript")).Body.GetArrayLength());
    }

    [Fact]
    public async Task Simultaneous_batches_are_all_accepted()
    {
        await app.DisposeAsync();
        app = await TestApp.StartAsync(azurite.ConnectionString, TimeProvider.System);
        var bot = await ABotInAMeetingAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(number => SayAsync(bot, $"{number}", $"u{number}", number, "x")));

        Assert.All(answers, status => Assert.Equal(200, status));
        Assert.Equal(6, (await GetAsync(bot, "transcript")).Body.GetArrayLength());
        Assert.Equal(6, (await GetAsync(bot, "participants")).Body.GetProperty("results").GetArrayLength());
    }

    [Fact]
    public async Task Late_batches_are_accepted_during_post_processing_and_refused_once_the_bot_has_ended()
    {
        var bot = await ABotInAMeetingAsync();
        await app.ReportAsync(bot, "meeting_ended");
        Assert.Equal((200, """{"state":"post_processing"}"""), await TextAsync(bot, "utterances", Hello));
        await app.ReportAsync(bot, "post_processing_completed");

        Assert.Equal(
            (409, """{"error":"The bot is ended: there is nothing for a runner to do.","state":"ended"}"""),
            await TextAsync(bot, "utterances", Hello.Replace("b1", "b2", StringComparison.Ordinal))
        );
        Assert.Equal(200, (await TextAsync(bot, "utterances", Hello)).Status);
    }

    [Theory]
    [InlineData(
        "utterances",
        """{"utterances": []}""",
        400,
        "A batch needs an id of its own (a UUID), so that it can be sent again safely."
    )]
    [InlineData("utterances", """{"id": "1"}""", 400, "utterances must be a list with at least one entry.")]
    [InlineData("utterances", """{"id": "1", "utterances": [5]}""", 400, "Entry 1: It must be an object.")]
    [InlineData(
        "utterances",
        """{"id": "1", "utterances": [{}]}""",
        400,
        "Entry 1: participant must be an object, like {\"uuid\": \"…\", \"name\": \"…\"}."
    )]
    [InlineData(
        "utterances",
        """{"id": "1", "utterances": [{"participant": {"uuid": ""}}]}""",
        400,
        "Entry 1: participant.uuid must be a string of 1 to 255 characters."
    )]
    [InlineData(
        "utterances",
        """{"id": "1", "utterances": [{"participant": {"uuid": "u", "is_host": 1}}]}""",
        400,
        "Entry 1: participant.is_host must be true or false."
    )]
    [InlineData(
        "utterances",
        """{"id": "1", "utterances": [{"participant": {"uuid": "u"}, "timestamp_ms": 1.5}]}""",
        400,
        "Entry 1: timestamp_ms must be a whole number of milliseconds since 1970."
    )]
    [InlineData(
        "utterances",
        """{"id": "1", "utterances": [{"participant": {"uuid": "u"}, "timestamp_ms": 1, "duration_ms": -1}]}""",
        400,
        "Entry 1: duration_ms must be a whole number of milliseconds, 0 or more."
    )]
    [InlineData(
        "utterances",
        """{"id": "1", "utterances": [{"participant": {"uuid": "u"}, "timestamp_ms": 1, "duration_ms": 1, "transcription": "x"}]}""",
        400,
        "Entry 1: transcription must be an object, like {\"transcript\": \"…\"}, or null."
    )]
    [InlineData(
        "utterances",
        """{"id": "1", "utterances": [{"participant": {"uuid": "\u0000"}}]}""",
        400,
        "Entry 1: Null characters and lone surrogates are not allowed."
    )]
    [InlineData(
        "participants",
        """{"id": "1", "events": [{"participant": {"uuid": "u"}, "timestamp_ms": 1, "type": "dance"}]}""",
        400,
        "Entry 1: type must be one of: join, leave, speech_start, speech_stop."
    )]
    [InlineData(
        "chat_messages",
        """{"id": "1", "messages": [{"participant": {"uuid": "u"}, "timestamp_ms": 1}]}""",
        400,
        "Entry 1: text must be a string."
    )]
    [InlineData(
        "chat_messages",
        """{"id": "1", "messages": [{"participant": {"uuid": "u"}, "timestamp_ms": 1, "text": "x", "to": "Bob"}]}""",
        400,
        "Entry 1: to must be one of: everyone, only_bot."
    )]
    public async Task Errors_in_a_batch_are_explained(string what, string body, int status, string error)
    {
        var bot = await ABotInAMeetingAsync();

        var (answered, answer) = await PostAsync(bot, what, body);

        Assert.Equal((status, error), (answered, answer.GetProperty("error").GetString()));
    }

    [Fact]
    public async Task A_batch_over_the_limit_is_refused_whole_and_one_at_the_limit_fits()
    {
        var bot = await ABotInAMeetingAsync();
        string Entries(int count, string text) =>
            string.Join(
                ',',
                Enumerable
                    .Range(0, count)
                    .Select(number =>
                        $$$"""{"participant": {"uuid": "u{{{number}}}"}, "timestamp_ms": {{{number}}}, "duration_ms": 1, "transcription": {"transcript": "{{{text}}}"}}"""
                    )
            );
        string Batch(string id, string entries) => $$"""{"id": "{{id}}", "utterances": [{{entries}}]}""";

        var tooMany = await PostAsync(bot, "utterances", Batch("1", Entries(46, "x")));
        var tooLong = await PostAsync(bot, "utterances", Batch("2", Entries(1, new string('€', 100_001))));
        var tooMuch = await PostAsync(bot, "utterances", Batch("2", Entries(45, new string('€', 13_000))));
        var largest = await PostAsync(bot, "utterances", Batch("3", Entries(45, new string('€', 12_900))));

        Assert.Equal(
            (413, "The batch has 46 entries; the limit is 45. Send the rest in another batch."),
            (tooMany.Status, tooMany.Body.GetProperty("error").GetString())
        );
        Assert.Equal((413, 413), (tooLong.Status, tooMuch.Status));
        Assert.Equal(200, largest.Status);
        Assert.Equal(45, (await GetAsync(bot, "transcript")).Body.GetArrayLength());
        Assert.Equal(25, (await GetAsync(bot, "participants")).Body.GetProperty("results").GetArrayLength());
    }

    [Fact]
    public async Task A_recording_is_uploaded_and_downloaded_directly_from_storage()
    {
        await app.DisposeAsync();
        app = await TestApp.StartAsync(azurite.ConnectionString, TimeProvider.System);
        var bot = await ABotInAMeetingAsync();
        Assert.Equal((404, "No recording file found for bot"), Error(await GetAsync(bot, "recording")));
        var (_, upload) = await PostAsync(bot, "recording", "{}");
        using var http = new HttpClient();
        using var put = new HttpRequestMessage(HttpMethod.Put, upload.GetProperty("url").GetString())
        {
            Content = new StringContent("film"),
        };
        put.Content.Headers.ContentType = new("video/mp4");
        put.Headers.Add("x-ms-blob-type", upload.GetProperty("headers").GetProperty("x-ms-blob-type").GetString());
        using var stored = await http.SendAsync(put, TestContext.Current.CancellationToken);
        Assert.True(stored.IsSuccessStatusCode, await stored.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        using var peeked = await http.GetAsync(new Uri(upload.GetProperty("url").GetString()!), TestContext.Current.CancellationToken);
        Assert.Equal(403, (int)peeked.StatusCode);

        await app.RunnerClient()
            .SendAsync(
                "POST",
                $"/runner/v1/bots/{bot}/events",
                """{"id": "s", "type": "recording_saved", "data": {"start_timestamp_ms": 1700000000000}}"""
            );
        var (status, recording) = await GetAsync(bot, "recording");

        Assert.Equal((200, 1_700_000_000_000), (status, recording.GetProperty("start_timestamp_ms").GetInt64()));
        Assert.Equal(
            "film",
            await http.GetStringAsync(new Uri(recording.GetProperty("url").GetString()!), TestContext.Current.CancellationToken)
        );
    }

    [Fact]
    public async Task Unknown_bots_and_bots_of_other_projects_have_nothing_to_show()
    {
        var bot = await ABotInAMeetingAsync();
        using var other = app.OtherClient();
        foreach (var what in new[] { "transcript", "recording", "participants", "participant_events", "chat_messages" })
        {
            Assert.Equal((404, "Bot not found"), Error(await other.SendAsync("GET", $"/api/v1/bots/{bot}/{what}")));
            Assert.Equal((404, "Bot not found"), Error(await app.Client.SendAsync("GET", $"/api/v1/bots/bot_0000000000000000/{what}")));
        }
    }

    [Fact]
    public async Task Nothing_is_shown_from_the_moment_the_bots_data_is_deleted()
    {
        var bot = await ABotInAMeetingAsync();
        await SayAsync(bot, "1", "u1", 1, "Hello");
        await app.ReportAsync(bot, "recording_saved");
        await app.ReportAsync(bot, "fatal_error", "process_terminated");
        Assert.Equal(200, (await app.Client.SendAsync("POST", $"/api/v1/bots/{bot}/delete_data")).Status);

        Assert.Equal("[]", (await GetAsync(bot, "transcript")).Body.GetRawText());
        Assert.Equal(0, (await GetAsync(bot, "participants")).Body.GetProperty("results").GetArrayLength());
        Assert.Equal(404, (await GetAsync(bot, "recording")).Status);
    }

    [Theory]
    [InlineData("transcript?updated_after=soon", 400, "Invalid updated_after format. Use ISO 8601 format (e.g., 2024-01-18T12:34:56Z)")]
    [InlineData("transcript?async_transcription_id=tran_x&updated_after=soon", 404, "Async Transcription not found")]
    [InlineData("participant_events?before=soon", 400, "Invalid before format. Use ISO 8601 format (e.g., 2024-01-18T12:34:56Z)")]
    [InlineData("participant_events?after=x&before=soon", 400, "Invalid after format. Use ISO 8601 format (e.g., 2024-01-18T12:34:56Z)")]
    [InlineData("participants?is_host=maybe", 400, "Invalid is_host value. Use true or false.")]
    [InlineData(
        "chat_messages?updated_after=2026-13-01",
        400,
        "Invalid updated_after format. Use ISO 8601 format (e.g., 2024-01-18T12:34:56Z)"
    )]
    public async Task An_invalid_query_is_refused_in_the_peers_words(string what, int status, string error) =>
        Assert.Equal((status, error), Error(await GetAsync(await ABotInAMeetingAsync(), what)));

    [Fact]
    public async Task A_transcript_can_be_deleted_alone()
    {
        var bot = await ABotInAMeetingAsync();
        await SayAsync(bot, "1", "u1", 1, "Hello");

        Assert.Equal(200, (await app.Client.SendAsync("DELETE", $"/api/v1/bots/{bot}/transcript")).Status);

        Assert.Equal("[]", (await GetAsync(bot, "transcript")).Body.GetRawText());
        Assert.Equal(1, (await GetAsync(bot, "participants")).Body.GetProperty("results").GetArrayLength());
        Assert.Equal(
            (400, "Async transcription is not enabled for your account."),
            Error(await app.Client.SendAsync("POST", $"/api/v1/bots/{bot}/transcript", "{}"))
        );
    }

    private static (int Status, string? Error) Error((int Status, JsonElement Body) answer) =>
        (answer.Status, answer.Body.GetProperty("error").GetString());

    private static IEnumerable<string?> Texts(JsonElement page) =>
        page.GetProperty("results").EnumerateArray().Select(message => message.GetProperty("text").GetString());

    private async Task<string> ABotInAMeetingAsync()
    {
        var bot = await app.CreateBotAsync();
        await app.ReportAsync(bot, "joined_meeting");
        return bot;
    }

    private async Task<int> SayAsync(string bot, string id, string who, long at, string text) =>
        (
            await PostAsync(
                bot,
                "utterances",
                $$$"""{"id": "{{{id}}}", "utterances": [{"participant": {"uuid": "{{{who}}}", "name": "{{{who}}}!"}, "timestamp_ms": {{{at}}}, "duration_ms": 10, "transcription": {"transcript": "{{{text}}}"}}]}"""
            )
        ).Status;

    private async Task<(int Status, JsonElement Body)> PostAsync(string bot, string what, string body)
    {
        using var runner = app.RunnerClient();
        return await runner.SendAsync("POST", $"/runner/v1/bots/{bot}/{what}", body);
    }

    private async Task<(int Status, string Text)> TextAsync(string bot, string what, string body)
    {
        var (status, answer) = await PostAsync(bot, what, body);
        return (status, answer.GetRawText());
    }

    private Task<(int Status, JsonElement Body)> GetAsync(string bot, string what) =>
        app.Client.SendAsync("GET", $"/api/v1/bots/{bot}/{what}");
}
