namespace Usher.LocalHost.Processes;

/// <summary>What to start.</summary>
/// <param name="File">The program.</param>
/// <param name="Arguments">Passed to the program unchanged.</param>
/// <param name="WorkingDirectory">Must exist.</param>
/// <param name="Environment">Added to the inherited environment; null removes a variable.</param>
internal sealed record ChildCommand(
    string File,
    IReadOnlyList<string> Arguments,
    string WorkingDirectory,
    IReadOnlyDictionary<string, string?>? Environment = null
);
