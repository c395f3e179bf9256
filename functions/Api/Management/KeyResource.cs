using Usher.Storage;
using Usher.Wire;

namespace Usher.Api.Management;

/// <summary>An API key in operators' responses, without the key itself.</summary>
/// <param name="LastUsedAt">To the hour; null if no use has been noted.</param>
/// <param name="DisabledAt">When the key stops working, which may be in the future; null if no end is set.</param>
internal sealed record KeyResource(string Id, string? Name, string CreatedAt, string? LastUsedAt, string? DisabledAt)
{
    public static KeyResource From(ApiKey key) =>
        new(key.Id, key.Name, WireTime.Format(key.CreatedAt), Format(key.LastUsedAt), Format(key.DisabledAt));

    private static string? Format(DateTimeOffset? time) => time is { } at ? WireTime.Format(at) : null;
}
