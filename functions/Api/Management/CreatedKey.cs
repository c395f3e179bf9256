using Usher.Storage;
using Usher.Wire;

namespace Usher.Api.Management;

/// <param name="Key">The key. It is never shown again.</param>
internal sealed record CreatedKey(string Id, string? Name, string Key, string CreatedAt)
{
    public static CreatedKey From(ApiKey known, string key) => new(known.Id, known.Name, key, WireTime.Format(known.CreatedAt));
}
