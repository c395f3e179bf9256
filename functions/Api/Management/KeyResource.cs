using Usher.Storage;
using Usher.Wire;

namespace Usher.Api.Management;

/// <summary>A key as operators see it. The key itself is not part of it.</summary>
/// <param name="DisabledAt">It opens nothing from then on, which may still come; null: it works.</param>
internal sealed record KeyResource(string Id, string CreatedAt, string? DisabledAt)
{
    public static KeyResource From(ApiKey key) =>
        new(key.Id, WireTime.Format(key.CreatedAt), key.DisabledAt is { } at ? WireTime.Format(at) : null);
}
