namespace Usher.Api;

/// <summary>What an endpoint of the bots API does for the project whose key was sent, in either dialect.</summary>
internal delegate Task<HttpAnswer> Operation(HttpContext context, Caller caller, CancellationToken cancellationToken);
