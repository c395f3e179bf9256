namespace Usher.Api.Service;

internal sealed record LiveBody(string Status);
