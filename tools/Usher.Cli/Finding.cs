namespace Usher.Cli;

/// <param name="What">A sentence; if something is wrong, also what to do.</param>
internal sealed record Finding(FindingLevel Level, string What);
