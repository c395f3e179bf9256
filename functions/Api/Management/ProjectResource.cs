using Usher.Storage;
using Usher.Wire;

namespace Usher.Api.Management;

internal sealed record ProjectResource(string Id, string CreatedAt)
{
    public static ProjectResource From(Project project) => new(project.Id, WireTime.Format(project.CreatedAt));
}
