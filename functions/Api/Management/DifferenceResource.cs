namespace Usher.Api.Management;

/// <param name="What">What the projection has otherwise than the events say.</param>
internal sealed record DifferenceResource(string BotId, IReadOnlyList<string> What, bool Repaired);
