using System.Diagnostics;
using System.Text.RegularExpressions;
using Usher.LocalHost;
using Usher.Tests.EndToEnd;

namespace Usher.Tests.Documents;

/// <summary>The code blocks of the moving guide are run as they are written.</summary>
public sealed partial class MovingTests(SharedHost shared)
{
    [Fact]
    public async Task Every_code_block_works_as_pasted()
    {
        var host = await shared.ProcessAsync();
        var blocks = Block.Matches(
            await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "moving.md"), TestContext.Current.CancellationToken)
        );
        Assert.Equal(2, blocks.Count);

        foreach (var block in blocks.Select(match => match.Groups[1].Value))
        {
            var start = new ProcessStartInfo("bash", ["-euo", "pipefail", "-c", block])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            (start.Environment["USHER"], start.Environment["KEY"]) = ($"{host.Url}".TrimEnd('/'), host.ApiKey);
            using var shell = Process.Start(start)!;
            var (output, error) = (
                shell.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken),
                shell.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken)
            );
            await shell.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(shell.ExitCode == 0, $"{block}\n{await output}\n{await error}");
        }
    }

    [GeneratedRegex("```bash\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block { get; }
}
