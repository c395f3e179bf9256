namespace Usher.Api.Service;

internal sealed record UnavailableBody(string Status, string Reason);
