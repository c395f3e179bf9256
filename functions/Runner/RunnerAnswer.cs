using System.Diagnostics;
using Usher.Api;
using Usher.Bots;
using Usher.Storage;

namespace Usher.Runner;

/// <summary>The runner port's answers: <c>{"state": …}</c>, or <c>{"error": …}</c> with the status that tells a runner what to do.</summary>
internal static class RunnerAnswer
{
    public static HttpAnswer State(Bot bot) => HttpAnswer.Json(200, new RunnerState(bot.State.Name), RunnerJson.Default.RunnerState);

    public static HttpAnswer Error(int status, string text, params (string Name, string Value)[] headers) =>
        HttpAnswer.Json(status, new RunnerError(text), RunnerJson.Default.RunnerError, headers);

    public static HttpAnswer Unauthorized() => Error(401, "Unauthorized", ("WWW-Authenticate", "Bearer"));

    public static HttpAnswer Unavailable() => Error(503, "Service temporarily unavailable, try again later.", ("Retry-After", "5"));

    public static HttpAnswer From(Outcome outcome) => outcome switch
    {
        Outcome.Done done => State(done.Bot),
        Outcome.Refused { Refusal: BotRefusal.NotFound } => Error(404, "Bot not found"),
        Outcome.Refused { Refusal: BotRefusal.EventNotAllowed notAllowed } => Error(409, notAllowed.Text),
        Outcome.Refused { Refusal: BotRefusal.UnknownSubType unknown } => Error(400, SubTypeText(unknown)),
        Outcome.Refused { Refusal: BotRefusal.CommandNotClaimable } => Error(409, "The command was claimed before or no longer holds: do not carry it out."),
        Outcome.Refused { Refusal: BotRefusal.TooManyEvents } => Error(409, BotRefusal.TooManyEvents.Text),
        Outcome.Refused { Refusal: BotRefusal.LostEveryRace } => Error(409, "The bot was changed at the same time. Try again."),
        _ => throw new UnreachableException(),
    };

    private static string SubTypeText(BotRefusal.UnknownSubType unknown) =>
        BotSubTypes.All.TryGetValue(unknown.Type, out var subTypes)
            ? $"Event {unknown.Type.Name} needs a sub_type out of: {string.Join(", ", subTypes.Order(StringComparer.Ordinal))}."
            : $"Event {unknown.Type.Name} has no sub_type.";
}
