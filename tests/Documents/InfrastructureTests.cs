using System.Text;
using System.Text.RegularExpressions;
using Usher.Bots.Webhooks;
using Usher.LocalHost;

namespace Usher.Tests.Documents;

/// <summary>What the Bicep files say about the app is so. That they compile is checked by tools/bicep-check.</summary>
public sealed partial class InfrastructureTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "infra");
    private static readonly string Bicep = string.Concat(
        Directory.EnumerateFiles(Folder, "*.bicep", SearchOption.AllDirectories).Select(File.ReadAllText)
    );

    private static readonly string Code = string.Concat(
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "functions"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText)
    );

    /// <summary>
    /// What the Durable extension logs when a turn of an orchestration fails. Source: EndToEndTraceHelper.FunctionFailed.
    /// </summary>
    private const string FailedFunction = "Function '{functionName} ({functionType})' failed with an error";

    [Fact]
    public void Alerts_look_for_what_is_logged()
    {
        var messages = LogMessage()
            .Matches(Code)
            .Select(message => message.Groups["text"].Value)
            .Append(
                FailedFunction
                    .Replace("{functionName}", "BotLifecycle", StringComparison.Ordinal)
                    .Replace("{functionType}", "Orchestrator", StringComparison.Ordinal)
            )
            .ToList();
        var outcomes = Enum.GetValues<DeliveryStatus>().Select(status => $"-> {Usher.Bots.WireName.Of(status)}").ToList();

        var texts = SearchedText()
            .Matches(Bicep)
            .Select(text => text.Groups["text"].Value.Replace("\\'", "'", StringComparison.Ordinal))
            .ToList();

        Assert.NotEmpty(texts);
        Assert.All(
            texts,
            text =>
                Assert.True(
                    messages.Exists(message => message.Contains(text, StringComparison.Ordinal)) || outcomes.Contains(text),
                    $"Nothing is logged that contains \"{text}\"."
                )
        );
    }

    [Fact]
    public void The_durable_extension_words_a_failure_as_the_alert_expects()
    {
        var extension = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Microsoft.Azure.WebJobs.Extensions.DurableTask.dll"));

        Assert.True(extension.AsSpan().IndexOf(Encoding.Unicode.GetBytes(FailedFunction)) >= 0);
    }

    [Fact]
    public void Functions_that_it_names_exist()
    {
        var functions = Function().Matches(Code).Select(function => function.Groups["name"].Value).ToHashSet();

        var names = FunctionName().Matches(Bicep).Select(match => match.Groups["name"].Value).ToHashSet();

        Assert.Equal(["BotLifecycle", "DispatchBotEvents", "RunSimulatedMeeting"], names.Order());
        Assert.All(names, name => Assert.Contains(name, functions));
    }

    [Fact]
    public void Everything_that_can_be_chosen_is_explained()
    {
        var readme = File.ReadAllText(Path.Combine(Folder, "README.md"));
        var variables = Variable()
            .Matches(File.ReadAllText(Path.Combine(Folder, "main.bicepparam")))
            .Select(match => match.Groups["name"].Value)
            .ToList();

        Assert.NotEmpty(variables);
        Assert.All(variables, variable => Assert.Contains(variable, readme, StringComparison.Ordinal));
    }

    [GeneratedRegex("""LoggerMessage\([^"]*"(?<text>[^"]+)"\s*\)\]""")]
    private static partial Regex LogMessage();

    [GeneratedRegex("contains \"(?<text>[^\"]+)\"")]
    private static partial Regex SearchedText();

    [GeneratedRegex(@"function:(?<name>\w+)|(?<name>\w+) \(Orchestrator\)|AzureWebJobs\.(?<name>\w+)\.Disabled")]
    private static partial Regex FunctionName();

    [GeneratedRegex(@"\[Function\((?:nameof\((?<name>\w+)\)|""(?<name>\w+)"")\)\]")]
    private static partial Regex Function();

    [GeneratedRegex(@"readEnvironmentVariable\('(?<name>USHER_\w+)'")]
    private static partial Regex Variable();
}
