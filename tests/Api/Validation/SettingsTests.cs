using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Usher.Api.Attendee;
using Usher.Tests.Support;

namespace Usher.Tests.Api.Validation;

/// <summary>The settings of a create request, as refused and as stored.</summary>
public sealed class SettingsTests
{
    private const string Zoom = "https://zoom.us/j/1";
    private const string Google = "https://meet.google.com/abc-defg-hij";

    [Theory]
    [InlineData(Zoom, "{}", "transcription_settings", """{"deepgram":{"language":"multi"}}""")]
    [InlineData(Zoom, """{"zoom_settings": {"sdk": "web"}}""", "transcription_settings", """{"meeting_closed_captions":{}}""")]
    [InlineData(Google, "{}", "transcription_settings", """{"meeting_closed_captions":{}}""")]
    [InlineData(
        Google,
        """{"transcription_settings": {"deepgram": {"model": "nova-3"}}}""",
        "transcription_settings",
        """{"deepgram":{"model":"nova-3","language":"multi"}}"""
    )]
    [InlineData(Google, """{"transcription_settings": {}}""", "transcription_settings", "{}")]
    [InlineData(
        Google,
        "{}",
        "google_meet_settings",
        """{"use_login":false,"login_mode":"always","ui_interaction_mode":"humanized","login_group_name":null}"""
    )]
    [InlineData(Google, """{"google_meet_settings": {}}""", "google_meet_settings", "{}")]
    [InlineData(
        Google,
        """{"google_meet_settings": {"use_login": true}}""",
        "google_meet_settings",
        """{"use_login":true,"ui_interaction_mode":"robotic","login_mode":"always","login_group_name":null}"""
    )]
    [InlineData(
        Google,
        """{"google_meet_settings": {"use_login": true, "ui_interaction_mode": "humanized"}}""",
        "google_meet_settings",
        """{"use_login":true,"ui_interaction_mode":"humanized","login_mode":"always","login_group_name":null}"""
    )]
    [InlineData(
        Google,
        """{"teams_settings": {"login_mode": "only_if_required"}}""",
        "teams_settings",
        """{"login_mode":"only_if_required","use_login":false,"login_group_name":null}"""
    )]
    [InlineData(Google, "{}", "zoom_settings", """{"sdk":"native"}""")]
    [InlineData(Google, "{}", "debug_settings", """{"create_debug_recording":false}""")]
    [InlineData(
        Google,
        """{"websocket_settings": {"audio": {"url": "WSS://x"}}}""",
        "websocket_settings",
        """{"audio":{"url":"WSS://x","sample_rate":16000}}"""
    )]
    [InlineData(
        Google,
        """{"rtmp_settings": {"destination_url": "RTMPS://x", "stream_key": "k"}}""",
        "rtmp_settings",
        """{"destination_url":"RTMPS://x","stream_key":"k"}"""
    )]
    [InlineData(
        Google,
        """{"recording_settings": {"format": "none"}}""",
        "recording_settings",
        """{"format":"none","view":"speaker_view","resolution":"1080p","record_chat_messages_when_paused":false,"record_async_transcription_audio_chunks":false,"record_participant_speech_start_stop_events":false,"reserve_additional_storage":false}"""
    )]
    [InlineData(Google, """{"recording_settings": {"format": "mp4", "format": "mp3"}}""", "recording_settings", """{"format":"mp3"}""")]
    [InlineData(
        Google,
        """{"automatic_leave_settings": {"silence_timeout_seconds": true, "bot_keywords": ["a"]}}""",
        "automatic_leave_settings",
        """{"silence_timeout_seconds":1,"bot_keywords":["a"],"waiting_room_timeout_seconds":900,"max_uptime_seconds":null}"""
    )]
    [InlineData(
        Google,
        """{"automatic_leave_settings": {}}""",
        "automatic_leave_settings",
        """{"silence_timeout_seconds":600,"only_participant_in_meeting_timeout_seconds":60,"bot_keywords":null}"""
    )]
    public void Missing_settings_are_filled_in(string meetingUrl, string settings, string group, string expected)
    {
        var (request, _) = Read(meetingUrl, settings);
        var kept = request!.Details.Settings.Json.Element.GetProperty(group);

        var wanted = JsonElement.Parse(expected);
        Assert.Equal(expected == "{}", !kept.EnumerateObject().Any());
        Assert.All(
            wanted.EnumerateObject(),
            member => Assert.True(JsonElement.DeepEquals(member.Value, kept.GetProperty(member.Name)), $"{member.Name}: {kept}")
        );
    }

    [Theory]
    [InlineData(
        Zoom,
        """{"transcription_settings": {"meeting_closed_captions": {}}}""",
        """{"transcription_settings":{"transcription_settings":"Closed caption based transcription is not supported for Zoom when using the native SDK. Please set 'zoom_settings.sdk' to 'web' in the bot creation request."}}"""
    )]
    [InlineData(Zoom, """{"transcription_settings": {"meeting_closed_captions": {}}, "zoom_settings": {"sdk": "web"}}""", null)]
    [InlineData(Zoom, """{"transcription_settings": {"meeting_closed_captions": {}, "deepgram": {}}}""", null)]
    [InlineData(
        Google,
        """{"transcription_settings": {"deepgram": {"callback": "https://x", "detect_language": true}}}""",
        """{"transcription_settings":{"transcription_settings":"Language detection is not supported for streaming transcription. Please pass language='multi' instead of detect_language=true."}}"""
    )]
    [InlineData(Google, """{"transcription_settings": {"deepgram": {"callback": "", "detect_language": true}}}""", null)]
    [InlineData(
        Google,
        """{"transcription_settings": {"nope": {}}}""",
        """{"transcription_settings":["Additional properties are not allowed ('nope' was unexpected)"]}"""
    )]
    [InlineData(
        Google,
        """{"automatic_leave_settings": {"zzz": 1, "silence_timeout_seconds": 0}}""",
        """{"automatic_leave_settings":["Unexpected attribute: zzz"]}"""
    )]
    [InlineData(
        Google,
        """{"automatic_leave_settings": {"silence_timeout_seconds": 0}}""",
        """{"automatic_leave_settings":["silence_timeout_seconds must be a positive integer"]}"""
    )]
    [InlineData(
        Google,
        """{"automatic_leave_settings": {"silence_timeout_seconds": -0}}""",
        """{"automatic_leave_settings":["silence_timeout_seconds must be a positive integer"]}"""
    )]
    [InlineData(
        Google,
        """{"automatic_leave_settings": {"silence_timeout_seconds": 1.0}}""",
        """{"automatic_leave_settings":["silence_timeout_seconds must be a positive integer"]}"""
    )]
    [InlineData(
        Google,
        """{"automatic_leave_settings": {"max_uptime_seconds": null}}""",
        """{"automatic_leave_settings":["max_uptime_seconds must be a positive integer"]}"""
    )]
    [InlineData(
        Google,
        """{"automatic_leave_settings": {"bot_keywords": "x"}}""",
        """{"automatic_leave_settings":["bot_keywords must be a list of strings or null"]}"""
    )]
    [InlineData(
        Google,
        """{"automatic_leave_settings": {"bot_keywords": ["x", 1]}}""",
        """{"automatic_leave_settings":["Each keyword in bot_keywords must be a string"]}"""
    )]
    [InlineData(
        Google,
        """{"websocket_settings": {"audio": {"url": "ws://x"}}}""",
        """{"websocket_settings":{"audio":{"url":"URL must start with wss://"}}}"""
    )]
    [InlineData(
        Google,
        """{"rtmp_settings": {"destination_url": "http://x", "stream_key": "k"}}""",
        """{"rtmp_settings":{"destination_url":"URL must start with rtmp:// or rtmps://"}}"""
    )]
    [InlineData(
        Google,
        """{"recording_settings": {"format": "webm"}}""",
        """{"recording_settings":{"format":"Format must be mp4 or mp3 or 'none'"}}"""
    )]
    [InlineData(
        Google,
        """{"recording_settings": {"\ud800": 1}}""",
        """{"recording_settings":["Additional properties are not allowed ('�' was unexpected)"]}"""
    )]
    [InlineData(
        Google,
        """{"rtmp_settings": {"destination_url": "rtmp://x", "stream_key": "\u0000"}}""",
        """{"rtmp_settings":["Null characters and lone surrogates are not allowed."]}"""
    )]
    [InlineData(
        Google,
        """{"voice_agent_settings": {}}""",
        """{"voice_agent_settings":["Voice agents are not enabled. Please set the ENABLE_VOICE_AGENTS environment variable to true to use voice agents."]}"""
    )]
    public void Invalid_settings_are_refused(string meetingUrl, string settings, string? expected)
    {
        var (request, refusal) = Read(meetingUrl, settings);

        Assert.Equal(expected is null, request is not null);
        Assert.Equal(expected, refusal is null ? null : Encoding.UTF8.GetString(refusal.Body.Span));
    }

    private static (CreateRequest? Request, Usher.Wire.HttpResult? Refusal) Read(string meetingUrl, string settings)
    {
        var body = $$"""{"meeting_url": "{{meetingUrl}}", "bot_name": "x"{{(settings == "{}" ? "" : ",")}}{{settings[1..]}}""";
        return CreateRequest.Read(JsonElement.Parse(body), "P", Spec.Now, new RunnerFeatures(new ConfigurationBuilder().Build()));
    }
}
