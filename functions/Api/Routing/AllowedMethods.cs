namespace Usher.Api.Routing;

/// <summary>The methods of a path for which no function was found.</summary>
/// <param name="Header">The header Allow; null if the path does not exist, or the dialect does not return it.</param>
internal sealed record AllowedMethods(string? Header);
