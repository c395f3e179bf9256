using Usher.Configuration;

namespace Usher.Storage;

/// <summary>Projects and API keys that exist from the start, for development.</summary>
internal static class SeedKeys
{
    private const string Name = "Usher__SeedKeys";

    /// <summary><c>A=key-a;B=key-b</c>; <c>A!=key-x</c> is a disabled key of A.</summary>
    public static readonly Setting<IReadOnlyList<SeedKey>?> Setting = new(
        Name,
        "like A=key-a;B=key-b (A!=key-x for a disabled key), with projects of letters, digits and underscores",
        "For development: projects and API keys that exist from the start.",
        Parse
    )
    {
        Fallback = _ => [],
        IsSecret = true,
        RefusalInAzure = seeds =>
            seeds!.Count > 0
                ? $"{Name} is for development: keys must not be kept in the settings of an app that runs in Azure. Remove it."
                : null,
    };

    public static async Task AddAsync(
        IReadOnlyList<SeedKey> seeds,
        Projects projects,
        ApiKeyStore keys,
        CancellationToken cancellationToken
    )
    {
        foreach (var seed in seeds)
        {
            await projects.AddAsync(seed.Project, cancellationToken);
            await keys.AddAsync(seed.Key, seed.Project, seed.IsDisabled, cancellationToken);
        }
    }

    private static List<SeedKey>? Parse(string text)
    {
        var parts = text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var seeds = parts.Select(ParseOne).OfType<SeedKey>().ToList();
        return seeds.Count == parts.Length ? seeds : null;
    }

    private static SeedKey? ParseOne(string part)
    {
        var pair = part.Split('=', 2);
        var (isDisabled, project) = (pair[0].EndsWith('!'), pair[0].TrimEnd('!'));
        return pair.Length == 2 && pair[1].Length > 0 && Projects.IsValidId(project) ? new SeedKey(project, pair[1], isDisabled) : null;
    }
}
