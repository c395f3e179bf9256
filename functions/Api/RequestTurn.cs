using Usher.Wire;

namespace Usher.Api;

/// <summary>What a project that is counted is told with every answer.</summary>
/// <param name="Policy">How many requests it has in which time.</param>
/// <param name="Left">How many it has left, and in how many seconds it has all of them again.</param>
internal sealed record RequestTurn(string Policy, string Left)
{
    public HttpResult Mark(HttpResult answer) =>
        answer with
        {
            Headers = [.. answer.Headers, ("RateLimit-Policy", Policy), ("RateLimit", Left)],
        };
}
