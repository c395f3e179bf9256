using System.Text.Json;
using Usher.Tests.Fire.Checker;

namespace Usher.Tests.Fire;

/// <summary>A request of the runner to an address below <c>report_to</c>, with the same bytes in every attempt.</summary>
/// <param name="Kind">The same as <see cref="RunnerAct.Kind"/>.</param>
/// <param name="Path">Relative to <c>report_to</c>.</param>
/// <param name="Id">The same in every attempt; null if it has none.</param>
/// <param name="Type">The type of the event, or of the claimed command.</param>
/// <param name="Body">Null for none.</param>
internal sealed record FireReport(string Kind, string Path, string? Id, string? Type, string? Body)
{
    /// <summary>The messages of a chat batch.</summary>
    public IReadOnlyList<WrittenMessage> Messages { get; init; } = [];

    public static FireReport Claim(string command, string what) =>
        new("claim", "claim", $"{command}-claim", what, $$"""{"command_id": "{{command}}", "id": "{{command}}-claim"}""");

    public static FireReport Event(string id, string type, string? subType) =>
        new(
            "report",
            "events",
            id,
            type,
            $$$"""{"id": "{{{id}}}", "type": "{{{type}}}", "sub_type": {{{JsonSerializer.Serialize(subType)}}}, "data": {"report": "{{{id}}}"}}"""
        );

    public static FireReport Said(string text, int second) =>
        new(
            "say",
            "utterances",
            text,
            null,
            $$$"""{"id": "{{{text}}}", "utterances": [{"participant": {"uuid": "u1", "name": "Ann"}, "timestamp_ms": {{{second}}}000, "duration_ms": 500, "transcription": {"transcript": "{{{text}}}"}}]}"""
        );

    public static FireReport Written(string id, int second, params IReadOnlyList<WrittenMessage> messages)
    {
        var entries = messages.Select(message =>
            $$$"""{"participant": {"uuid": "u2", "name": "Bob"}, "timestamp_ms": {{{second}}}000, "text": "{{{message.Text}}}", "source_id": "{{{message.Source}}}"}"""
        );
        var body = $$"""{"id": "{{id}}", "messages": [{{string.Join(", ", entries)}}]}""";
        return new("write", "chat_messages", id, null, body) { Messages = messages };
    }
}
