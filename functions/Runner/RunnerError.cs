namespace Usher.Runner;

/// <param name="State">The bot's, where that is why; else null.</param>
internal sealed record RunnerError(string Error, string? State = null);
