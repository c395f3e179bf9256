namespace Usher.Api.Routing;

/// <summary>What a path that no function took has for other methods.</summary>
/// <param name="Header">The header Allow; null: there is nothing at this path, or the dialect does not tell.</param>
internal sealed record AllowedMethods(string? Header);
