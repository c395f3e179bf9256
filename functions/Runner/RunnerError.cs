namespace Usher.Runner;

/// <param name="State">The bot's state if that is the reason; otherwise null.</param>
internal sealed record RunnerError(string Error, string? State = null);
