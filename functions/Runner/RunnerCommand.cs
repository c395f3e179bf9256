using System.Text.Json;
using Usher.Bots;
using Usher.Telemetry;

namespace Usher.Runner;

/// <summary>
/// What a runner is told, on the queue <c>bot-commands</c>, at least once: a runner ignores a command id that it has seen. It says who is
/// to go where, and nothing that can grow or is secret: a message holds 64 KiB, and the answer to the claim says the rest.
/// </summary>
/// <param name="CommandId"><c>{bot id}:{sequence number of the event that sent it}</c>.</param>
/// <param name="Command"><c>join</c>, <c>leave</c>, or the name of a <see cref="MeetingCommandType"/>.</param>
/// <param name="ReportTo">
/// Below this address are <c>/events</c>, <c>/claim</c> and <c>/heartbeat</c>, with <paramref name="Token"/> as bearer token.
/// </param>
/// <param name="Step">The simulated runner's place in its script; absent in commands from the dispatcher.</param>
internal sealed record RunnerCommand(
    string CommandId,
    string BotId,
    string Command,
    RunnerBot Bot,
    string ReportTo,
    string Token,
    int? Step = null
)
{
    public const string Join = "join";
    public const string Leave = "leave";

    public static string Id(BotId bot, int sequence) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{bot}:{sequence}");

    /// <returns>The sequence number in the id of a command for <paramref name="bot"/>; null where it is none.</returns>
    public static int? Sequence(BotId bot, string commandId) =>
        commandId.StartsWith($"{bot}:", StringComparison.Ordinal)
        && int.TryParse(commandId.AsSpan(bot.ToString().Length + 1), System.Globalization.CultureInfo.InvariantCulture, out var sequence)
            ? sequence
            : null;

    /// <summary>
    /// The span of whoever sent it, as W3C Trace Context has it: a runner that sends it back as a header makes its work part of the bot's
    /// trace.
    /// </summary>
    public string? Traceparent { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this with { Traceparent = Tracing.Traceparent }, RunnerJson.Default.RunnerCommand);

    /// <exception cref="JsonException">Not a command.</exception>
    public static RunnerCommand Parse(string json) => JsonSerializer.Deserialize(json, RunnerJson.Default.RunnerCommand)!;
}
