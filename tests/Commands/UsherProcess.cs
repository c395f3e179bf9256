using System.Diagnostics;
using Usher.LocalHost.Processes;
using Usher.Tests.Support;

namespace Usher.Tests.Commands;

/// <summary>The published executable, given a verb.</summary>
internal static class UsherProcess
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The same account at an address where nobody listens.</summary>
    public static string Nowhere(string connectionString) => string.Join(';', connectionString.Split(';').Select(part =>
        part.Contains("Endpoint=", StringComparison.Ordinal) ? $"{part.Split('=')[0]}=http://127.0.0.1:{LoopbackPort.Free()}/x" : part));

    public static Task<(int ExitCode, string Output, string Error)> RunAsync(string? storage, params string[] arguments) =>
        RunAsync(new Dictionary<string, string?> { ["AzureWebJobsStorage"] = storage }, arguments);

    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(IReadOnlyDictionary<string, string?> environment, params string[] arguments)
    {
        using var process = await StartAsync(environment, arguments);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(Token), process.StandardError.ReadToEndAsync(Token));
        await process.WaitForExitAsync(Token);
        return (process.ExitCode, await output, await error);
    }

    public static async Task<Process> StartAsync(IReadOnlyDictionary<string, string?> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(await LocalHostProcess.App.Value, "usher"), arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}
