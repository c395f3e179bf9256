namespace Usher.Api.Management;

internal sealed record ProjectList(IReadOnlyList<ProjectResource> Results);
