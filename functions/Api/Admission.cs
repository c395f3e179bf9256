using Usher.Wire;

namespace Usher.Api;

/// <summary>The result of authenticating a request.</summary>
/// <param name="Refusal">The response if the request is rejected; null if it is admitted.</param>
/// <param name="Who">What the operation learns about its caller: a <see cref="Caller"/>, a <see cref="Runner.ReportedBot"/>, or
/// null.</param>
/// <param name="Turn">The quota that every response to a rate-limited project reports; null if there is none.</param>
internal sealed record Admission(HttpResult? Refusal, object? Who = null, RequestTurn? Turn = null)
{
    public static Admission To(object? who = null) => new(null, who);

    public HttpResult Mark(HttpResult answer) => Turn?.Mark(answer) ?? answer;
}
