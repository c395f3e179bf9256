using Usher.Wire;

namespace Usher.Api;

/// <summary>What authentication decided about a request.</summary>
/// <param name="Refusal">The answer, where the request goes no further; null: it is admitted.</param>
/// <param name="Who">What the operation learns about its caller: a <see cref="Caller"/> or a <see cref="Runner.ReportedBot"/>; null:
/// nothing.</param>
/// <param name="Turn">What every answer to a counted project says about its quota.</param>
internal sealed record Admission(HttpResult? Refusal, object? Who = null, RequestTurn? Turn = null)
{
    public static Admission To(object? who = null) => new(null, who);

    public HttpResult Mark(HttpResult answer) => Turn?.Mark(answer) ?? answer;
}
