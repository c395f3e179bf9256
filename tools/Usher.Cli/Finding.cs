namespace Usher.Cli;

/// <param name="What">A sentence; where it is not fine, also what to do.</param>
internal sealed record Finding(FindingLevel Level, string What);
