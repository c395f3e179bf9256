using Usher.Bots;
using Usher.Runner;
using Usher.Storage;
using Usher.Wire;

namespace Usher.Api.Runner;

/// <summary><c>Authorization: Bearer {token}</c>: a token for the bot in the path, or the operator's runner key.</summary>
internal sealed class RunnerDialect(RunnerTokens tokens, BotIndex index, RunnerKey runnerKey) : IDialect
{
    public bool NeedsStorage => true;

    public bool TellsMethods => false;

    public async Task<Admission> AdmitAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var header = request.Headers.Authorization.ToString().Split(' ', 2, StringSplitOptions.TrimEntries);
        if (header is not [var scheme, var token] || !scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase))
        {
            return new Admission(RunnerAnswer.Unauthorized());
        }

        // runner/v1/bots/{id}/…
        var isId = BotId.TryParse(request.Path.Value!.Split('/').ElementAtOrDefault(4), out var bot);
        if (IsRunnerKey(token))
        {
            return isId && await index.FindProjectAsync(bot, cancellationToken) is { } project
                ? Admission.To(new ReportedBot(project, bot))
                : new Admission(RunnerAnswer.BotNotFound());
        }

        return tokens.Validate(token) is { } claims && isId && claims.Bot == bot
            ? Admission.To(new ReportedBot(claims.Project, bot))
            : new Admission(RunnerAnswer.Unauthorized());
    }

    public HttpResult NotFound(string method) => RunnerAnswer.Error(404, "Not found");

    public HttpResult OtherMethod(string method, string allow) => NotFound(method);

    public HttpResult Unavailable() => RunnerAnswer.Unavailable();

    public HttpResult Failed(int status) => RunnerAnswer.Error(status, FailureText.Of(status));

    private bool IsRunnerKey(string token) => !string.IsNullOrEmpty(runnerKey.Value) && ConstantTime.AreEqual(token, runnerKey.Value);
}
