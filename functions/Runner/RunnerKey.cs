namespace Usher.Runner;

/// <summary>The operator's key, which may report for any bot; null: there is none, and only tokens count.</summary>
internal sealed record RunnerKey(string? Value);
