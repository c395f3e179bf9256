using System.CommandLine;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Usher.Storage;

namespace Usher.Cli;

/// <summary>
/// <c>usher doctor</c>: checks everything that the app needs, and says how to fix what is wrong.
/// 0: all is well; 1: something is wrong; 3: storage cannot be used.
/// </summary>
internal static class DoctorCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static Command Create()
    {
        var json = UsherCommand.Json();
        var command = new Verb(
            "doctor",
            "Checks settings, storage, queues, deadlines and the clock, and says what to do.",
            "usher doctor",
            "usher doctor --json"
        )
        {
            json,
        };
        command.SetAction(
            (parsed, cancellationToken) =>
                UsherCommand.UntilInterruptedAsync(
                    async () =>
                    {
                        await using var services = CommandContext.Services().AddSingleton<StorageExamination>().BuildServiceProvider();
                        var settings = SettingsExamination.Examine(services.GetRequiredService<IConfiguration>());
                        var (storage, isAway) = await ExamineStorageAsync(services, cancellationToken);
                        List<Finding> findings = [.. settings.Concat(storage).Distinct()];
                        var report = new DoctorReport(findings.TrueForAll(finding => finding.Level != FindingLevel.Error), findings);
                        return await new CommandContext(services, parsed, parsed.GetValue(json)).SayAsync(
                            report,
                            DoctorJson.Default.DoctorReport,
                            findings.Select(finding => $"{Mark(finding.Level)}  {finding.What}"),
                            report.IsWell ? ExitCode.Done
                                : isAway ? ExitCode.Away
                                : ExitCode.Refused
                        );
                    },
                    cancellationToken
                )
        );
        return command;
    }

    private static async Task<(IReadOnlyList<Finding> Findings, bool IsAway)> ExamineStorageAsync(
        ServiceProvider services,
        CancellationToken cancellationToken
    )
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            var storage = services.GetRequiredService<StorageExamination>();
            return (await storage.ExamineAsync(patience.Token).WaitAsync(patience.Token), false);
        }
        catch (SettingException exception)
        {
            return ([new Finding(FindingLevel.Error, exception.Message)], false);
        }
        catch (Exception exception) when (StorageFailure.IsAny(exception) && !cancellationToken.IsCancellationRequested)
        {
            return ([new Finding(FindingLevel.Error, StorageFailure.Describe(exception))], true);
        }
    }

    private static string Mark(FindingLevel level) =>
        level switch
        {
            FindingLevel.Fine => "fine   ",
            FindingLevel.Warning => "WARNING",
            _ => "ERROR  ",
        };
}
