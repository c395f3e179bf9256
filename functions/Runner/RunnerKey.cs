namespace Usher.Runner;

/// <summary>The operator's key, which may report for any bot; null if there is none and only tokens are accepted.</summary>
internal sealed record RunnerKey(string? Value);
