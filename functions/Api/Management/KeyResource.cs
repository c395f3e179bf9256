using Usher.Storage;

namespace Usher.Api.Management;

internal sealed record ProjectResource(string Id, string CreatedAt)
{
    public static ProjectResource From(Project project) => new(project.Id, WireTime.Format(project.CreatedAt));
}

internal sealed record ProjectList(IReadOnlyList<ProjectResource> Results);

/// <summary>A key as operators see it. The key itself is not part of it.</summary>
/// <param name="DisabledAt">It opens nothing from then on, which may still come; null: it works.</param>
internal sealed record KeyResource(string Id, string CreatedAt, string? DisabledAt)
{
    public static KeyResource From(ApiKey key) => new(key.Id, WireTime.Format(key.CreatedAt), key.DisabledAt is { } at ? WireTime.Format(at) : null);
}

internal sealed record KeyList(IReadOnlyList<KeyResource> Results);

/// <param name="Key">Shown here, and never again.</param>
internal sealed record CreatedKey(string Id, string Key, string CreatedAt)
{
    public static CreatedKey From(ApiKey known, string key) => new(known.Id, key, WireTime.Format(known.CreatedAt));
}
