using Usher.LocalHost;

namespace Usher.Tests.Support;

/// <summary>The output of projects built together with the tests.</summary>
internal static class BuildOutput
{
    /// <summary>The configuration that the tests were built in: the last segment of their folder.</summary>
    public static string Configuration { get; } = Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));

    /// <summary>The folder of the app.</summary>
    public static string App { get; } = Folder("Functions");

    public static string Folder(string project) => Path.Combine(Repository.Artifacts, "bin", project, Configuration);

    /// <param name="project">The project's name, which is also its assembly's.</param>
    public static string Assembly(string project) => Path.Combine(Folder(project), $"{project}.dll");
}
