namespace Usher.LocalHost;

/// <summary>The locations of this repository's parts, as seen from the running development host.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    public static string Artifacts { get; } = Path.Combine(Root, "artifacts");

    private static string FindRoot(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Serverless.sln")))
            {
                return folder.FullName;
            }
        }

        throw new LocalHostException($"{start} is not inside the repository: no folder above it contains Serverless.sln.");
    }
}
