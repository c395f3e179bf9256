using System.CommandLine;
using System.Text.Json.Serialization;
using Usher.Storage;

namespace Usher.Commands;

/// <summary><c>usher doctor</c>: looks at everything that the app needs, and says what to do where something is wrong. 0: all is well; 1: something is wrong.</summary>
internal static class DoctorCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static Command Create()
    {
        var json = UsherCommand.Json();
        var command = new Command("doctor", "Checks settings, storage, queues, deadlines and the clock, and says what to do.") { json };
        command.SetAction((parsed, cancellationToken) => UsherCommand.UntilInterruptedAsync(async () =>
        {
            var builder = CommandContext.Builder();
            builder.Services.AddSingleton<StorageExamination>();
            await using var app = builder.Build();
            var findings = await ExamineAsync(app, cancellationToken);
            var report = new DoctorReport(findings.TrueForAll(finding => finding.Level != FindingLevel.Error), findings);
            return await new CommandContext(app.Services, parsed, parsed.GetValue(json)).SayAsync(
                report, DoctorJson.Default.DoctorReport, findings.Select(finding => $"{Mark(finding.Level)}  {finding.What}"), report.IsWell ? 0 : 1);
        }, cancellationToken));
        return command;
    }

    private static async Task<List<Finding>> ExamineAsync(WebApplication app, CancellationToken cancellationToken)
    {
        var findings = SettingsExamination.Examine(app.Configuration).ToList();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            findings.AddRange(await app.Services.GetRequiredService<StorageExamination>().ExamineAsync(patience.Token).WaitAsync(patience.Token));
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            findings.Add(new Finding(FindingLevel.Error, exception is SettingException
                ? exception.Message
                : $"Storage does not answer as it should: {exception.Message.Split('\n')[0]} Is it up, is the address right, and may this identity read and write tables, queues and blobs?"));
        }

        return findings;
    }

    private static string Mark(FindingLevel level) => level switch { FindingLevel.Fine => "fine   ", FindingLevel.Warning => "WARNING", _ => "ERROR  " };
}

[JsonConverter(typeof(JsonStringEnumConverter<FindingLevel>))]
internal enum FindingLevel
{
    [JsonStringEnumMemberName("fine")]
    Fine,

    /// <summary>It works, and not as one might want.</summary>
    [JsonStringEnumMemberName("warning")]
    Warning,

    [JsonStringEnumMemberName("error")]
    Error,
}

/// <param name="What">A sentence; where it is not fine, also what to do.</param>
internal sealed record Finding(FindingLevel Level, string What);

internal sealed record DoctorReport(bool IsWell, IReadOnlyList<Finding> Findings);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(DoctorReport))]
internal sealed partial class DoctorJson : JsonSerializerContext;
