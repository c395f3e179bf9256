namespace Usher.Storage;

/// <summary>A project and a key of it that are to exist at the start.</summary>
internal sealed record SeedKey(string Project, string Key, bool IsDisabled);
