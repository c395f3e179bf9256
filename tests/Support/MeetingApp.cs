namespace Usher.Tests.Support;

/// <summary>What a runner reports from a meeting.</summary>
internal static class MeetingApp
{
    public static async Task<string> ABotInAMeetingAsync(this TestApp app)
    {
        var bot = await app.CreateBotAsync();
        Assert.Equal(200, (await app.ReportAsync(bot, "joined_meeting")).Status);
        return bot;
    }

    /// <summary>Reports one batch in which Ann says these texts.</summary>
    public static Task SayAsync(this TestApp app, string bot, string id, params IEnumerable<string> texts) =>
        app.TellAsync(
            bot,
            "utterances",
            id,
            "utterances",
            texts.Select(
                (text, index) =>
                    $$$"""{"participant": {"uuid": "u1", "name": "Ann"}, "timestamp_ms": {{{index}}}, "duration_ms": 1, "source_id": "{{{id}}}-{{{index}}}", "transcription": {"transcript": "{{{text}}}"}}"""
            )
        );

    /// <summary>Reports a chat message, or an edit of it.</summary>
    public static Task WriteAsync(this TestApp app, string bot, string id, string text, string source) =>
        app.TellAsync(
            bot,
            "chat_messages",
            id,
            "messages",
            [$$"""{"participant": {"uuid": "u1", "name": "Ann"}, "timestamp_ms": 1000, "text": "{{text}}", "source_id": "{{source}}"}"""]
        );

    /// <summary>Reports that the bot joins, then Ann, who begins to speak.</summary>
    public static Task ComeAsync(this TestApp app, string bot, string id) =>
        app.TellAsync(
            bot,
            "participants",
            id,
            "events",
            [
                """{"participant": {"uuid": "me", "is_bot": true}, "timestamp_ms": 1, "type": "join"}""",
                """{"participant": {"uuid": "u1", "name": "Ann"}, "timestamp_ms": 2, "type": "join"}""",
                """{"participant": {"uuid": "u1", "name": "Ann"}, "timestamp_ms": 3, "type": "speech_start"}""",
            ]
        );

    private static async Task TellAsync(this TestApp app, string bot, string what, string id, string list, IEnumerable<string> entries)
    {
        using var runner = app.RunnerClient();
        var body = $$"""{"id": "{{id}}", "{{list}}": [{{string.Join(',', entries)}}]}""";
        Assert.Equal(200, (await runner.SendAsync("POST", $"/runner/v1/bots/{bot}/{what}", body)).Status);
    }
}
