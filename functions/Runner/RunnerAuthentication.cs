using Usher.Api;
using Usher.Bots;
using Usher.Storage;

namespace Usher.Runner;

/// <summary>The operator's key, which may report for any bot; null: there is none, and only tokens count.</summary>
internal sealed record RunnerKey(string? Value);

/// <summary><c>Authorization: Bearer {token}</c>: a token that names the bot in the path, or the operator's runner key.</summary>
internal sealed class RunnerAuthentication(RunnerTokens tokens, BotIndex index, RunnerKey runnerKey)
{
    public delegate Task<HttpAnswer> Operation(HttpContext context, string project, BotId bot, CancellationToken cancellationToken);

    public RequestDelegate For(Operation operation) => context => AnswerEndpoint.RunAsync(context, RunnerAnswer.Unavailable, async cancellationToken =>
    {
        var header = context.Request.Headers.Authorization.ToString().Split(' ', 2, StringSplitOptions.TrimEntries);
        if (header is not [var scheme, var token] || !scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase))
        {
            return RunnerAnswer.Unauthorized();
        }

        var isId = BotId.TryParse((string?)context.Request.RouteValues["id"], out var bot);
        if (IsRunnerKey(token))
        {
            return isId && await index.FindProjectAsync(bot, cancellationToken) is { } project
                ? await operation(context, project, bot, cancellationToken)
                : RunnerAnswer.BotNotFound();
        }

        return tokens.Validate(token) is { } claims && isId && claims.Bot == bot
            ? await operation(context, claims.Project, bot, cancellationToken)
            : RunnerAnswer.Unauthorized();
    });

    private bool IsRunnerKey(string token) =>
        !string.IsNullOrEmpty(runnerKey.Value) && SameKey.Is(token, runnerKey.Value);
}
