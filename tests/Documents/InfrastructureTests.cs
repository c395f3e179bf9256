using System.Text.RegularExpressions;
using Usher.LocalHost;
using Usher.Webhooks;

namespace Usher.Tests.Documents;

/// <summary>What the Bicep files say about the app is so. That they compile is checked by tools/bicep-check.</summary>
public sealed partial class InfrastructureTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "infra");
    private static readonly string Bicep = string.Concat(Directory.EnumerateFiles(Folder, "*.bicep", SearchOption.AllDirectories).Select(File.ReadAllText));

    [Fact]
    public void Alerts_look_for_what_the_app_logs()
    {
        var code = string.Concat(Directory.EnumerateFiles(Path.Combine(Repository.Root, "functions"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText));
        var messages = LogMessage().Matches(code).Select(message => message.Groups["text"].Value).ToList();
        var outcomes = Enum.GetValues<DeliveryStatus>().Select(status => $"-> {Usher.Bots.WireName.Of(status)}").ToList();

        var texts = SearchedText().Matches(Bicep).Select(text => text.Groups["text"].Value).ToList();

        Assert.NotEmpty(texts);
        Assert.All(texts, text => Assert.True(
            messages.Exists(message => message.Contains(text, StringComparison.Ordinal)) || outcomes.Contains(text), $"The app logs nothing that contains \"{text}\"."));
    }

    [Fact]
    public void Functions_that_it_names_exist()
    {
        var names = FunctionName().Matches(Bicep).Select(match => match.Groups["name"].Value).ToList();

        Assert.Equal(3, names.Distinct().Count());
        Assert.All(names, name => Assert.True(File.Exists(Path.Combine(Repository.Root, "functions", "Triggers", name, "function.json")), $"There is no function {name}."));
    }

    [Fact]
    public void Every_setting_of_the_app_that_it_sets_is_explained()
    {
        var readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));
        var settings = SettingName().Matches(Bicep).Select(match => match.Value).Distinct().ToList();

        Assert.NotEmpty(settings);
        Assert.All(settings, setting => Assert.Contains($"`{setting}`", readme, StringComparison.Ordinal));
    }

    [Fact]
    public void Everything_that_can_be_chosen_is_explained()
    {
        var readme = File.ReadAllText(Path.Combine(Folder, "README.md"));
        var variables = Variable().Matches(File.ReadAllText(Path.Combine(Folder, "main.bicepparam"))).Select(match => match.Groups["name"].Value).ToList();

        Assert.NotEmpty(variables);
        Assert.All(variables, variable => Assert.Contains(variable, readme, StringComparison.Ordinal));
    }

    [GeneratedRegex("""LoggerMessage\([^"]*"(?<text>[^"]+)"\)\]""")]
    private static partial Regex LogMessage();

    [GeneratedRegex("contains \"(?<text>[^\"]+)\"")]
    private static partial Regex SearchedText();

    [GeneratedRegex("""function:(?<name>\w+)|Name == "(?<name>\w+)"|AzureWebJobs\.(?<name>\w+)\.Disabled""")]
    private static partial Regex FunctionName();

    [GeneratedRegex(@"Usher__\w+")]
    private static partial Regex SettingName();

    [GeneratedRegex(@"readEnvironmentVariable\('(?<name>USHER_\w+)'")]
    private static partial Regex Variable();
}
