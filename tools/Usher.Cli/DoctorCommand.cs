using System.CommandLine;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Usher.Cli;

/// <summary>
/// <c>usher doctor</c>: looks at everything that the app needs, and says what to do where something is wrong.
/// 0: all is well; 1: something is wrong.
/// </summary>
internal static class DoctorCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static Command Create()
    {
        var json = UsherCommand.Json();
        var command = new Command("doctor", "Checks settings, storage, queues, deadlines and the clock, and says what to do.") { json };
        command.SetAction(
            (parsed, cancellationToken) =>
                UsherCommand.UntilInterruptedAsync(
                    async () =>
                    {
                        await using var services = CommandContext.Services().AddSingleton<StorageExamination>().BuildServiceProvider();
                        var findings = await ExamineAsync(services, cancellationToken);
                        var report = new DoctorReport(findings.TrueForAll(finding => finding.Level != FindingLevel.Error), findings);
                        return await new CommandContext(services, parsed, parsed.GetValue(json)).SayAsync(
                            report,
                            DoctorJson.Default.DoctorReport,
                            findings.Select(finding => $"{Mark(finding.Level)}  {finding.What}"),
                            report.IsWell ? 0 : 1
                        );
                    },
                    cancellationToken
                )
        );
        return command;
    }

    private static async Task<List<Finding>> ExamineAsync(ServiceProvider services, CancellationToken cancellationToken)
    {
        var findings = SettingsExamination.Examine(services.GetRequiredService<IConfiguration>()).ToList();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            var storage = services.GetRequiredService<StorageExamination>();
            findings.AddRange(await storage.ExamineAsync(patience.Token).WaitAsync(patience.Token));
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            findings.Add(
                new Finding(
                    FindingLevel.Error,
                    exception is SettingException
                        ? exception.Message
                        : $"Storage does not answer as it should: {exception.Message.Split('\n')[0]} "
                            + "Is it up, is the address right, and may this identity read and write tables, queues and blobs?"
                )
            );
        }

        return findings;
    }

    private static string Mark(FindingLevel level) =>
        level switch
        {
            FindingLevel.Fine => "fine   ",
            FindingLevel.Warning => "WARNING",
            _ => "ERROR  ",
        };
}
