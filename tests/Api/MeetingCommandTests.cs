using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Usher.Bots;
using Usher.Storage;
using Usher.Tests.Support;

namespace Usher.Tests.Api;

/// <summary>How clients command a bot's runner during the meeting, and how the commands reach the runner.</summary>
public sealed class MeetingCommandTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const string Speech =
        """{"text": "Hi", "text_to_speech_settings": {"google": {"voice_language_code": "en-US", "voice_name": "x"}}}""";
    private const string Image = $$"""{"type": "image/png", "data": "{{RunnerPortTests.SmallestPng}}"}""";

    /// <summary>Two frames of silence: at 32 kbit/s and 44.1 kHz, each has 104 bytes.</summary>
    private static readonly string Mp3 = Convert.ToBase64String([.. Frame(), .. Frame()]);

    private TestApp app = null!;

    public async ValueTask InitializeAsync() => app = await TestApp.StartAsync(azurite.ConnectionString);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task The_runner_receives_the_payload_once_with_its_claim()
    {
        var bot = await ARecordingBotAsync();
        var sent = await app.Client.AskAsync("POST", $"/api/v1/bots/{bot}/send_chat_message", """{"message": "Hi & bye"}""");

        Assert.Equal((200, "", "\"4\""), (sent.Status, sent.Body, sent.ETag));
        var (status, claimed) = await ClaimAsync(bot, 4);
        Assert.Equal(
            (200, """{"to":"everyone","to_user_uuid":null,"message":"Hi & bye"}"""),
            (status, JsonText.Of(claimed.GetProperty("payload")).Text)
        );
        Assert.False(claimed.TryGetProperty("media_url", out _));
        Assert.Equal(409, (await ClaimAsync(bot, 4)).Status);
    }

    [Fact]
    public async Task Events_record_the_command_but_not_its_content()
    {
        var bot = await ARecordingBotAsync();
        await app.Client.AskAsync("POST", $"/api/v1/bots/{bot}/send_chat_message", """{"message": "s3cret"}""");
        await ClaimAsync(bot, 4);

        var (_, page) = await app.Client.SendAsync("GET", $"/api/v1/bots/{bot}/events?after=3");
        var (_, shown) = await app.Client.SendAsync("GET", $"/api/v1/bots/{bot}");

        var results = page.GetProperty("results").EnumerateArray().ToList();
        Assert.Equal(["command_requested", "command_claimed"], results.Select(result => result.GetProperty("type").GetString()));
        Assert.Equal("""{"command":"send_chat_message"}""", results[0].GetProperty("data").GetRawText());
        Assert.DoesNotContain("s3cret", page.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(("joined_recording", 3), (shown.GetProperty("state").GetString(), shown.GetProperty("events").GetArrayLength()));
    }

    [Fact]
    public async Task A_command_with_a_key_is_carried_out_once()
    {
        var bot = await ARecordingBotAsync();

        var first = await SpeakAsync(bot, ("Idempotency-Key", "k"));
        var again = await SpeakAsync(bot, ("Idempotency-Key", "k"));
        var other = await app.Client.AskAsync(
            "POST",
            $"/api/v1/bots/{bot}/speech",
            Speech.Replace("Hi", "Ho", StringComparison.Ordinal),
            ("Idempotency-Key", "k")
        );

        Assert.Equal((200, "", "\"4\"", false), (first.Status, first.Body, first.ETag, first.IsReplayed));
        Assert.Equal(first with { IsReplayed = true }, again);
        Assert.Equal(422, other.Status);
    }

    [Fact]
    public async Task A_command_for_another_version_is_refused()
    {
        var bot = await ARecordingBotAsync();

        Assert.Equal(412, (await SpeakAsync(bot, ("If-Match", "\"2\""))).Status);
        Assert.Equal(412, (await app.Client.AskAsync("POST", $"/api/v1/bots/{bot}/output_image", "{}", ("If-Match", "\"2\""))).Status);
        Assert.Equal(200, (await SpeakAsync(bot, ("If-Match", "\"3\""))).Status);
    }

    [Theory]
    [InlineData("pause_recording", null, "The runner of this bot does not support pause_recording")]
    [InlineData("output_video", """{"url": "https://example.com/x.mp4"}""", "Video output is not supported in this meeting type")]
    [InlineData("output_image", Image, "The runner of this bot does not support output_image")]
    public async Task A_command_the_runner_has_not_declared_is_refused_immediately(string what, string? body, string text)
    {
        var bot = await app.CreateBotAsync();
        var claim = $$"""{"command_id": "{{bot}}:1", "capabilities": ["speech", "juggle"]}""";
        Assert.Equal(200, (await app.RunnerClient().SendAsync("POST", $"/runner/v1/bots/{bot}/claim", claim)).Status);
        await JoinAsync(bot);

        var (status, refusal) = await app.Client.SendAsync("POST", $"/api/v1/bots/{bot}/{what}", body);

        Assert.Equal((400, text), (status, refusal.GetProperty("error").GetString()));
        Assert.Equal((200, "\"5\""), (await SpeakAsync(bot)) is var spoken ? (spoken.Status, spoken.ETag) : default);
    }

    [Theory]
    [InlineData("\"speech\"")]
    [InlineData("[7]")]
    [InlineData("{}")]
    public async Task Capabilities_are_a_list_of_names(string capabilities)
    {
        var bot = await app.CreateBotAsync();
        var claim = $$"""{"command_id": "{{bot}}:1", "capabilities": {{capabilities}}}""";

        var (status, refusal) = await app.RunnerClient().SendAsync("POST", $"/runner/v1/bots/{bot}/claim", claim);

        Assert.Equal(400, status);
        Assert.StartsWith("capabilities must be a list", refusal.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("output_image", "image/png")]
    [InlineData("output_audio", "audio/mp3")]
    public async Task Images_and_audio_are_fetched_from_the_claims_address_until_the_data_is_deleted(string what, string type)
    {
        var bot = await ARecordingBotAsync();
        var data = what == "output_image" ? RunnerPortTests.SmallestPng : Mp3;

        var body = $$"""{"type": "{{type}}", "data": "{{data}}"}""";
        Assert.Equal(200, (await app.Client.AskAsync("POST", $"/api/v1/bots/{bot}/{what}", body)).Status);
        var (_, claimed) = await ClaimAsync(bot, 4);
        var url = new Uri(claimed.GetProperty("media_url").GetString()!);
        var (bytes, contentType) = await FetchAsync(url);

        Assert.Equal(Convert.FromBase64String(data), bytes);
        Assert.Equal(type, contentType?.MediaType);
        Assert.Equal(type, claimed.GetProperty("payload").GetProperty("type").GetString());
        await EndAndDeleteDataAsync(bot);
        Assert.Equal(404, (await app.RunnerClient().SendAsync("GET", url.AbsolutePath)).Status);
    }

    [Fact]
    public async Task Deleting_the_data_removes_the_content_of_commands()
    {
        var bot = await ARecordingBotAsync();
        await SpeakAsync(bot);

        await EndAndDeleteDataAsync(bot);

        var events = await app
            .Services.GetRequiredService<BotStore>()
            .EventsAsync(app.Project, BotId.Parse(bot), cancellationToken: Cancel)
            .ToListAsync(Cancel);
        var commanded = Assert.Single(events.Select(stored => stored.Event).OfType<BotEvent.Commanded>());
        Assert.Equal(new MeetingCommand(MeetingCommandType.Speech), commanded.Command);
    }

    [Theory]
    [InlineData("send_chat_message", """{}""", """{"message":["This field is required."]}""")]
    [InlineData(
        "send_chat_message",
        """{"message": "x", "to": "specific_user", "to_user_uuid": "7"}""",
        """{"error":"No participant found with uuid 7. Use the /participants endpoint to get the list of participants."}"""
    )]
    [InlineData("send_chat_message", """{"message": "x", "to": "all"}""", """{"to":["\"all\" is not a valid choice."]}""")]
    [InlineData("output_image", """{"type": "image/gif", "data": "AAAA"}""", """{"type":["\"image/gif\" is not a valid choice."]}""")]
    [InlineData("output_image", """{"type": "image/png", "data": "AAA"}""", """{"non_field_errors":["Invalid base64 encoded data"]}""")]
    [InlineData(
        "output_image",
        """{"type": "image/jpeg", "data": "AAAA"}""",
        """{"non_field_errors":["Data is not a valid jpeg image."]}"""
    )]
    [InlineData("output_audio", """{"type": "audio/mp3"}""", """{"error":"Both type and data are required"}""")]
    [InlineData("output_audio", """{"type": "audio/wav", "data": "AAAA"}""", """{"error":"Invalid audio content type"}""")]
    [InlineData("output_audio", """{"type": "audio/mp3", "data": "AAA"}""", """{"error":"Invalid base64 encoded data"}""")]
    [InlineData(
        "output_audio",
        """{"type": "audio/mp3", "data": ""}""",
        """{"error":"Error creating the audio blob. Are you sure it's a valid audio/mp3 file?","""
            + "\"raw_error\":\"It contains no MPEG Layer III audio frame.\"}"
    )]
    [InlineData("output_video", """{"url": "x"}""", """{"url":["Enter a valid URL."]}""")]
    [InlineData("output_video", """{"url": "http://a.b/x.mp4"}""", """{"url":["URL must start with https://"]}""")]
    [InlineData(
        "output_video",
        """{"url": "https://a.b/x.mp4?q", "loop": "maybe"}""",
        """{"url":["URL must end with .mp4"],"loop":["Must be a valid boolean."]}"""
    )]
    [InlineData(
        "speech",
        """{"text": " "}""",
        """{"text":["This field may not be blank."],"text_to_speech_settings":["This field is required."]}"""
    )]
    [InlineData(
        "speech",
        """{"text": "x", "text_to_speech_settings": {}}""",
        """{"text_to_speech_settings":["'google' is a required property"]}"""
    )]
    public async Task Bodies_are_refused_in_the_peers_words(string what, string body, string refusal)
    {
        var answer = await app.Client.AskAsync("POST", $"/api/v1/bots/{await ARecordingBotAsync()}/{what}", body);

        Assert.Equal((400, refusal), (answer.Status, answer.Body));
    }

    [Theory]
    [InlineData("output_audio", """{"type": "audio/wav", "data": ""}""", 400, "Invalid audio content type")]
    [InlineData("output_audio", """{"type": "audio/mp3", "data": ""}""", 404, "Bot not found")]
    [InlineData("output_image", """{"type": "x"}""", 404, "Bot not found")]
    [InlineData("speech", """{}""", 404, "Bot not found")]
    [InlineData("pause_recording", null, 404, "Bot not found")]
    [InlineData("admit_from_waiting_room", null, 404, "Bot not found")]
    public async Task Only_audio_is_validated_before_the_bot_is_looked_up(string what, string? body, int status, string text)
    {
        var (answered, refusal) = await app.Client.SendAsync("POST", $"/api/v1/bots/bot_3pVFZM00AAAAAAAA/{what}", body);

        Assert.Equal((status, text), (answered, refusal.GetProperty("error").GetString()));
    }

    [Theory]
    [InlineData("POST", "output_image", """{"type": "x"}""", "Bot is in state joining and cannot play media")]
    [InlineData("PATCH", "transcription_settings", "[", "Bot is in state joining and cannot update transcription settings")]
    [InlineData("PATCH", "voice_agent_settings", "[", "Bot is in state joining and cannot update voice agent settings")]
    public async Task Some_commands_check_the_state_before_the_body(string method, string what, string body, string text)
    {
        var (status, refusal) = await app.Client.SendAsync(method, $"/api/v1/bots/{await app.CreateBotAsync()}/{what}", body);

        Assert.Equal((400, text), (status, refusal.GetProperty("error").GetString()));
    }

    [Theory]
    [InlineData("""{}""", """{"transcription_settings":["This field is required."]}""")]
    [InlineData("""{"transcription_settings": null}""", """{"transcription_settings":["This field may not be null."]}""")]
    [InlineData(
        """{"transcription_settings": {}}""",
        """{"transcription_settings":["At least one transcription setting must be provided"]}"""
    )]
    [InlineData("""{"transcription_settings": {"deepgram": {}}}""", null)]
    [InlineData(
        """{"transcription_settings": {"meeting_closed_captions": {"teams_language": "en-us", "google_meet_language": "en-US"}}}""",
        null
    )]
    [InlineData("""{"transcription_settings": {"meeting_closed_captions": {"teams_language": "xx"}}}""", null)]
    public async Task Only_the_caption_language_can_change(string body, string? refusal)
    {
        var answer = await app.Client.AskAsync("PATCH", $"/api/v1/bots/{await ARecordingBotAsync()}/transcription_settings", body);

        Assert.Equal(400, answer.Status);
        Assert.Equal(refusal ?? answer.Body, answer.Body);
        Assert.StartsWith("""{"transcription_settings":[""", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_caption_language_is_among_the_settings_of_the_claim()
    {
        var bot = await ARecordingBotAsync();
        const string Body = """{"transcription_settings":{"meeting_closed_captions":{"google_meet_language":"de-DE"}}}""";

        Assert.Equal(200, (await app.Client.AskAsync("PATCH", $"/api/v1/bots/{bot}/transcription_settings", Body)).Status);
        var (_, claimed) = await ClaimAsync(bot, 5);

        Assert.Equal(Body, claimed.GetProperty("payload").GetRawText());
        Assert.Equal(
            """{"meeting_closed_captions":{"google_meet_language":"de-DE"}}""",
            claimed.GetProperty("settings").GetProperty("transcription_settings").GetRawText()
        );
    }

    [Fact]
    public async Task A_bot_transcribed_by_another_provider_has_no_captions()
    {
        var bot = await ARecordingBotAsync(""", "transcription_settings": {"deepgram": {"language": "en"}}""");

        var (status, refusal) = await app.Client.SendAsync("PATCH", $"/api/v1/bots/{bot}/transcription_settings", "{}");

        Assert.Equal((400, "Bot is not transcribing with meeting closed captions"), (status, refusal.GetProperty("error").GetString()));
    }

    [Fact]
    public async Task A_Zoom_host_admits_everybody()
    {
        var bot = await ARecordingBotAsync(meeting: "https://zoom.us/j/123");

        Assert.Equal(200, (await app.Client.AskAsync("POST", $"/api/v1/bots/{bot}/admit_from_waiting_room", "no JSON")).Status);
    }

    [Theory]
    [InlineData(null, "next")]
    [InlineData("{}", "next")]
    [InlineData("""{"direction": "next"}""", "next")]
    [InlineData("""{"direction": "up"}""", "previous")]
    [InlineData("""{"direction": null}""", "previous")]
    public async Task A_Zoom_gallery_turns_its_page(string? body, string direction)
    {
        const string Settings = """, "zoom_settings": {"sdk": "web"}, "recording_settings": {"view": "gallery_view"}""";
        var bot = await ARecordingBotAsync(Settings, "https://zoom.us/j/123");

        Assert.Equal(200, (await app.Client.AskAsync("POST", $"/api/v1/bots/{bot}/change_gallery_view_page", body)).Status);
        var (_, claimed) = await ClaimAsync(bot, 4);

        Assert.Equal(direction, claimed.GetProperty("payload").GetProperty("direction").GetString());
    }

    [Theory]
    [InlineData("", "Changing gallery view page is only supported for Zoom Web SDK")]
    [InlineData(""", "zoom_settings": {"sdk": "web"}""", "Changing gallery view page is only supported for when recording in gallery view")]
    public async Task Only_a_gallery_has_pages(string settings, string text)
    {
        var bot = await ARecordingBotAsync(settings, "https://zoom.us/j/123");

        var (status, refusal) = await app.Client.SendAsync("POST", $"/api/v1/bots/{bot}/change_gallery_view_page");

        Assert.Equal((400, text), (status, refusal.GetProperty("error").GetString()));
    }

    [Fact]
    public async Task An_ignored_field_is_named()
    {
        var bot = await ARecordingBotAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/bots/{bot}/send_chat_message");
        request.Content = new StringContent("""{"message": "x", "too": "everyone"}""", new MediaTypeHeaderValue("application/json"));

        using var response = await app.Client.SendAsync(request, Cancel);

        Assert.Equal("too", response.Headers.GetValues("Usher-Ignored-Fields").Single());
    }

    [Fact]
    public async Task What_plays_is_not_interrupted_until_its_end_is_reported()
    {
        var bot = await ARecordingBotAsync();
        const string Video = """{"url": "https://example.com/x.mp4"}""";
        const string Playing = """{"error":"Bot is already playing media. Please wait for it to finish."}""";

        Assert.Equal(200, (await app.ReportAsync(bot, "media_started", "audio")).Status);
        Assert.Equal((400, Playing), await PostAsync(bot, "output_video", Video));
        Assert.Equal((400, """{"url":["URL must end with .mp4"]}"""), await PostAsync(bot, "output_video", """{"url": "https://a.b/x"}"""));
        Assert.Equal(200, (await PostAsync(bot, "output_image", Image)).Status);

        Assert.Equal(200, (await app.ReportAsync(bot, "media_started", "video")).Status);
        const string PlayingVideo = """{"error":"Bot is already playing a video. Please wait for it to finish."}""";
        Assert.Equal((400, PlayingVideo), await PostAsync(bot, "output_image", "not JSON"));
        Assert.Equal(200, (await SpeakAsync(bot)).Status);

        foreach (var kind in new[] { "audio", "video" })
        {
            Assert.Equal((400, Playing), await PostAsync(bot, "output_video", Video));
            Assert.Equal(200, (await app.ReportAsync(bot, "media_finished", kind)).Status);
        }

        Assert.Equal(200, (await PostAsync(bot, "output_video", Video)).Status);
    }

    private async Task<(int Status, string Body)> PostAsync(string bot, string what, string body) =>
        await app.Client.AskAsync("POST", $"/api/v1/bots/{bot}/{what}", body) is var answer ? (answer.Status, answer.Body) : default;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static byte[] Frame()
    {
        var frame = new byte[104];
        (frame[0], frame[1], frame[2], frame[3]) = (0xFF, 0xFB, 0x10, 0xC4);
        return frame;
    }

    private Task<Answer> SpeakAsync(string bot, params (string Name, string Value)[] headers) =>
        app.Client.AskAsync("POST", $"/api/v1/bots/{bot}/speech", Speech, headers);

    private async Task<string> ARecordingBotAsync(string more = "", string meeting = "https://meet.google.com/abc-defg-hij")
    {
        var (status, body) = await app.Client.SendAsync(
            "POST",
            "/api/v1/bots",
            $$"""{"meeting_url": "{{meeting}}", "bot_name": "Usher"{{more}}}"""
        );
        Assert.Equal(201, status);
        var bot = body.GetProperty("id").GetString()!;
        await JoinAsync(bot);
        return bot;
    }

    private async Task JoinAsync(string bot)
    {
        Assert.Equal(200, (await app.ReportAsync(bot, "joined_meeting")).Status);
        Assert.Equal(200, (await app.ReportAsync(bot, "recording_permission_granted")).Status);
    }

    private Task<(int Status, JsonElement Body)> ClaimAsync(string bot, int sequence) =>
        app.RunnerClient().SendAsync("POST", $"/runner/v1/bots/{bot}/claim", $$"""{"command_id": "{{bot}}:{{sequence}}"}""");

    private async Task<(byte[] Bytes, MediaTypeHeaderValue? Type)> FetchAsync(Uri url)
    {
        using var response = await app.RunnerClient().GetAsync(new Uri(url.AbsolutePath, UriKind.Relative), Cancel);
        return (await response.Content.ReadAsByteArrayAsync(Cancel), response.Content.Headers.ContentType);
    }

    private async Task EndAndDeleteDataAsync(string bot)
    {
        await app.ReportAsync(bot, "meeting_ended");
        await app.ReportAsync(bot, "post_processing_completed");
        Assert.Equal(200, (await app.Client.AskAsync("POST", $"/api/v1/bots/{bot}/delete_data")).Status);
        await app.Services.GetRequiredService<BotErasure>().EraseAsync(app.Project, BotId.Parse(bot), int.MaxValue, Cancel);
    }
}
