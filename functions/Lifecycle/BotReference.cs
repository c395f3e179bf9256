using System.Text.Json.Serialization;

namespace Usher.Lifecycle;

/// <summary>Everything an orchestration carries: its bot, the trace it belongs to, and its failures.</summary>
/// <param name="Project">The bot's project.</param>
/// <param name="Bot">The bot's id.</param>
/// <param name="Traceparent">The span that started the orchestration.</param>
/// <param name="Failures">How often in a row the bot could not be advanced.</param>
internal sealed record BotReference(
    [property: JsonPropertyName("project")] string Project,
    [property: JsonPropertyName("bot")] string Bot,
    [property: JsonPropertyName("traceparent"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Traceparent = null,
    [property: JsonPropertyName("failures"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int Failures = 0
);
