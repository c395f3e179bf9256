using System.Diagnostics;
using Usher.LocalHost.Processes;
using Usher.Tests.Support;

namespace Usher.Tests.Commands;

/// <summary>Runs the command line that was built together with the tests.</summary>
internal static class UsherProcess
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The same account at an address where nothing listens.</summary>
    public static string Nowhere(string connectionString) =>
        string.Join(
            ';',
            connectionString
                .Split(';')
                .Select(part =>
                    part.Contains("Endpoint=", StringComparison.Ordinal)
                        ? $"{part.Split('=')[0]}=http://127.0.0.1:{LoopbackPort.Free()}/x"
                        : part
                )
        );

    public static Task<(int ExitCode, string Output, string Error)> RunAsync(string? storage, params string[] arguments) =>
        RunAsync(new Dictionary<string, string?> { ["AzureWebJobsStorage"] = storage }, arguments);

    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(
        IReadOnlyDictionary<string, string?> environment,
        params string[] arguments
    )
    {
        using var process = Start(environment, arguments);
        return await EndAsync(process);
    }

    public static Process Start(IReadOnlyDictionary<string, string?> environment, params string[] arguments) =>
        Start(Executable.Find("dotnet", "It runs the tests."), environment, [BuildOutput.Assembly("Usher.Cli"), .. arguments]);

    /// <summary>Starts any executable, such as the installed tool.</summary>
    public static Process Start(string executable, IReadOnlyDictionary<string, string?> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(executable, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    public static async Task<(int ExitCode, string Output, string Error)> EndAsync(Process process)
    {
        var (output, error) = (process.StandardOutput.ReadToEndAsync(Token), process.StandardError.ReadToEndAsync(Token));
        await process.WaitForExitAsync(Token);
        return (process.ExitCode, await output, await error);
    }
}
