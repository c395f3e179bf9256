namespace Usher.Configuration;

/// <summary>Settings that belong together.</summary>
internal sealed record SettingGroup(string Title, IReadOnlyList<Setting> Settings);
