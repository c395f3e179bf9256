using Usher.Wire;

namespace Usher.Api;

/// <summary>The quota that every response to a rate-limited project reports.</summary>
/// <param name="Policy">The quota and its window.</param>
/// <param name="Left">The requests left, and the seconds until the quota is full again.</param>
internal sealed record RequestTurn(string Policy, string Left)
{
    public HttpResult Mark(HttpResult answer) =>
        answer with
        {
            Headers = [.. answer.Headers, ("RateLimit-Policy", Policy), ("RateLimit", Left)],
        };
}
