using System.Text.Json;
using Usher.Bots;
using Usher.Telemetry;

namespace Usher.Runner;

/// <summary>
/// A command to a runner on the queue <c>bot-commands</c>, delivered at least once: a runner must ignore a command id it has seen. It names
/// the bot and its meeting but holds nothing secret or unbounded, because a message holds 64 KiB; the response to the claim contains the
/// rest.
/// </summary>
/// <param name="CommandId"><c>{bot id}:{sequence number of the event that sent it}</c>.</param>
/// <param name="Command"><c>join</c>, <c>leave</c>, or the name of a <see cref="MeetingCommandType"/>.</param>
/// <param name="ReportTo">
/// The base URL of <c>/events</c>, <c>/claim</c> and <c>/heartbeat</c>, which take <paramref name="Token"/> as bearer token.
/// </param>
/// <param name="Step">The simulated runner's position in its script; absent in commands from the dispatcher.</param>
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

    /// <returns>The sequence number in the id of a command for <paramref name="bot"/>; null if it is not such an id.</returns>
    public static int? Sequence(BotId bot, string commandId) =>
        commandId.StartsWith($"{bot}:", StringComparison.Ordinal)
        && int.TryParse(commandId.AsSpan(bot.ToString().Length + 1), System.Globalization.CultureInfo.InvariantCulture, out var sequence)
            ? sequence
            : null;

    /// <summary>
    /// The span that sent the command, in W3C Trace Context format. A runner that returns it as a header makes its work part of the bot's
    /// trace.
    /// </summary>
    public string? Traceparent { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this with { Traceparent = Tracing.Traceparent }, RunnerJson.Default.RunnerCommand);

    /// <exception cref="JsonException">The text is not a command.</exception>
    public static RunnerCommand Parse(string json) => JsonSerializer.Deserialize(json, RunnerJson.Default.RunnerCommand)!;
}
