using System.Text.Json.Serialization;

namespace Usher.Lifecycle;

/// <summary>All that an orchestration carries: which bot it waits for, whose trace it belongs to, and whether it gets on.</summary>
/// <param name="Project">The bot's project.</param>
/// <param name="Bot">The bot's id.</param>
/// <param name="Traceparent">The span of whoever started the orchestration.</param>
/// <param name="Failures">How often the bot could not be advanced, in a row.</param>
internal sealed record BotReference(
    [property: JsonPropertyName("project")] string Project,
    [property: JsonPropertyName("bot")] string Bot,
    [property: JsonPropertyName("traceparent"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Traceparent = null,
    [property: JsonPropertyName("failures"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int Failures = 0
);
