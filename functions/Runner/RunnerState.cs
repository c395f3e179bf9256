namespace Usher.Runner;

internal sealed record RunnerState(string State);
