using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Usher.Configuration;
using Usher.LocalHost;
using Usher.Tests.Support;

namespace Usher.Tests.Documents;

/// <summary>docs/settings.md, the sample and the infrastructure agree with the list of settings.</summary>
public sealed partial class SettingsPageTests
{
    private static readonly IReadOnlySet<string> Names = KnownSettings
        .Groups.SelectMany(group => group.Settings)
        .Select(setting => setting.Name)
        .ToHashSet();

    [Fact]
    public void The_page_lists_every_setting() => GeneratedPage.Check("settings.md", string.Concat(KnownSettings.Groups.Select(Section)));

    [Fact]
    public void The_sample_holds_only_known_settings_with_valid_values()
    {
        using var sample = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "local.settings.sample.json")));
        var values = sample.RootElement.GetProperty("Values").EnumerateObject().ToDictionary(one => one.Name, one => one.Value.GetString());
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                values.Select(one => KeyValuePair.Create(one.Key.Replace("__", ":", StringComparison.Ordinal), one.Value))
            )
            .Build();

        Assert.Empty(values.Keys.Except(Names));
        Assert.Empty(SettingsCheck.Problems(KnownSettings.Groups, configuration));
    }

    [Fact]
    public void The_infrastructure_sets_only_known_settings()
    {
        var set = Directory
            .EnumerateFiles(Path.Combine(Repository.Root, "infra"), "*.bicep*", SearchOption.AllDirectories)
            .SelectMany(file => SettingName().Matches(File.ReadAllText(file)))
            .Select(match => match.Value)
            .ToHashSet();

        Assert.Superset(new HashSet<string> { "Usher__TokenKey", "AzureWebJobsStorage__accountName" }, set);
        Assert.Empty(set.Except(Names));
    }

    private static string Section(SettingGroup group) =>
        $"""

            ## {group.Title}

            | name | value | default | what it is for |
            | --- | --- | --- | --- |
            {string.Join('\n', group.Settings.Select(Row))}

            """;

    private static string Row(Setting setting)
    {
        var fallback =
            setting.Default is not { } text ? (setting.IsRequired ? "required" : "not set")
            : text.Contains(' ', StringComparison.Ordinal) ? text
            : $"`{text}`";
        return $"| `{setting.Name}` | {setting.Wanted} | {fallback} | {setting.Purpose} |";
    }

    [GeneratedRegex(@"\b(?:(?:Usher|AzureWebJobsStorage)__\w+|APPLICATIONINSIGHTS_\w+|AzureWebJobs\.\w+\.Disabled)\b")]
    private static partial Regex SettingName();
}
