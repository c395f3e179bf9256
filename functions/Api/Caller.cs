using Usher.Bots;

namespace Usher.Api;

/// <summary>Who calls: a project, through one of its keys.</summary>
/// <param name="Fingerprint">The beginning of the key's hash: names the key in logs and events, opens nothing.</param>
internal sealed record Caller(string Project, string Fingerprint)
{
    public Actor Actor => Actor.ApiKey(Fingerprint);
}
