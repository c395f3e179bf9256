namespace Usher.LocalHost.Processes;

/// <summary>What to start.</summary>
/// <param name="File">The program.</param>
/// <param name="Arguments">Each as the program gets it.</param>
/// <param name="WorkingDirectory">Has to exist.</param>
/// <param name="Environment">On top of the inherited one; null removes a variable.</param>
internal sealed record ChildCommand(
    string File,
    IReadOnlyList<string> Arguments,
    string WorkingDirectory,
    IReadOnlyDictionary<string, string?>? Environment = null
);
