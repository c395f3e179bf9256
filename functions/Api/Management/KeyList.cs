namespace Usher.Api.Management;

internal sealed record KeyList(IReadOnlyList<KeyResource> Results);
