using Usher.Bots;

namespace Usher.Api;

/// <summary>The caller: a project, authenticated by one of its keys.</summary>
/// <param name="Fingerprint">The first characters of the key's hash, which identify the key in logs and events. They cannot be used to
/// authenticate.</param>
internal sealed record Caller(string Project, string Fingerprint)
{
    public Actor Actor => Actor.ApiKey(Fingerprint);
}
