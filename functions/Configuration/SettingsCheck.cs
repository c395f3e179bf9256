namespace Usher.Configuration;

/// <summary>Compares the settings that are set with those that are declared.</summary>
internal static class SettingsCheck
{
    private const string Section = "Usher";

    /// <returns>A sentence for each setting that is missing, wrong or unknown.</returns>
    public static IReadOnlyList<string> Problems(IEnumerable<SettingGroup> groups, IConfiguration configuration)
    {
        var known = groups.SelectMany(group => group.Settings).ToDictionary(setting => setting.Name, StringComparer.OrdinalIgnoreCase);
        return
        [
            .. known.Values.Select(setting => setting.Problem(configuration)).OfType<string>(),
            .. Names(configuration).Where(name => !known.ContainsKey(name)).Select(name => Unknown(name, known.Keys)),
        ];
    }

    /// <summary>All that begin with <c>Usher__</c>, as in the environment.</summary>
    private static IEnumerable<string> Names(IConfiguration configuration) =>
        configuration
            .GetSection(Section)
            .AsEnumerable()
            .Where(setting => setting.Value is not null && setting.Key.Length > Section.Length)
            .Select(setting => setting.Key.Replace(":", "__", StringComparison.Ordinal));

    private static string Unknown(string name, IEnumerable<string> known)
    {
        var (distance, nearest) = known.Select(other => (Distance(name, other), other)).Min();
        return Spelling.IsNear(distance, LastPart(name))
            ? $"{name} is not a setting. Did you mean {nearest}?"
            : $"{name} is not a setting. Remove it, or correct its name: docs/settings.md lists all settings.";
    }

    /// <summary>Of the whole names, or of their last parts where only the section is wrong.</summary>
    private static int Distance(string name, string other) =>
        Math.Min(Spelling.Distance(name, other), 1 + Spelling.Distance(LastPart(name), LastPart(other)));

    private static string LastPart(string name) => name[(name.LastIndexOf('_') + 1)..];
}
