namespace Usher.Storage;

/// <summary>A project and one of its keys, created at startup.</summary>
internal sealed record SeedKey(string Project, string Key, bool IsDisabled);
