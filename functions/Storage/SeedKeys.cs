namespace Usher.Storage;

/// <summary>The setting <c>Usher__SeedKeys</c>.</summary>
internal static class SeedKeys
{
    /// <exception cref="SettingException">A part is not of the form <c>project=key</c> or <c>project!=key</c>.</exception>
    public static IReadOnlyList<SeedKey> Parse(string? text) =>
        [.. (text ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(ParseOne)];

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

    private static SeedKey ParseOne(string part)
    {
        var pair = part.Split('=', 2);
        var isDisabled = pair[0].EndsWith('!');
        var project = pair[0].TrimEnd('!');
        return pair.Length == 2 && pair[1].Length > 0 && Projects.IsValidId(project)
            ? new SeedKey(project, pair[1], isDisabled)
            : throw new SettingException(
                "Usher__SeedKeys must look like A=key-a;B=key-b (A!=key-x for a disabled key): project ids are letters, digits and "
                    + "underscores."
            );
    }
}
