using Usher.Storage;
using Usher.Wire;

namespace Usher.Api.Management;

/// <param name="Key">Shown here, and never again.</param>
internal sealed record CreatedKey(string Id, string Key, string CreatedAt)
{
    public static CreatedKey From(ApiKey known, string key) => new(known.Id, key, WireTime.Format(known.CreatedAt));
}
