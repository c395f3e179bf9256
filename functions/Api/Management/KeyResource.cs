using Usher.Storage;
using Usher.Wire;

namespace Usher.Api.Management;

/// <summary>An API key in operators' responses, without the key itself.</summary>
/// <param name="DisabledAt">When the key stops working, which may be in the future; null if no end is set.</param>
internal sealed record KeyResource(string Id, string CreatedAt, string? DisabledAt)
{
    public static KeyResource From(ApiKey key) =>
        new(key.Id, WireTime.Format(key.CreatedAt), key.DisabledAt is { } at ? WireTime.Format(at) : null);
}
