using Usher.LocalHost.Processes;

namespace Usher.LocalHost.Storage;

/// <summary>The pinned npm package.</summary>
internal static class AzuritePackage
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tools", "LocalHost", "azurite");

    public static string Script { get; } = Path.Combine(Folder, "node_modules", "azurite", "dist", "src", "azurite.js");

    public static Task InstallAsync(Action<string> report, TimeProvider clock, CancellationToken cancellationToken) =>
        NpmPackages.InstallAsync(Folder, "Azurite", report, clock, cancellationToken);
}
