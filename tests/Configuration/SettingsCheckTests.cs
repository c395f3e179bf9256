using System.Reflection;
using Microsoft.Extensions.Configuration;
using Usher.Configuration;

namespace Usher.Tests.Configuration;

/// <summary>The one list of settings, and what is said of those that do not agree with it.</summary>
public sealed class SettingsCheckTests
{
    private static readonly string Key = Convert.ToBase64String(new byte[32]);

    private static readonly IReadOnlyList<Setting> All = [.. KnownSettings.Groups.SelectMany(group => group.Settings)];

    [Fact]
    public void Valid_settings_have_no_problem() => Assert.Empty(Problems());

    [Fact]
    public void The_list_holds_every_setting_that_is_declared_and_each_once()
    {
        var declared = typeof(Setting)
            .Assembly.GetTypes()
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(field => field.FieldType.IsAssignableTo(typeof(Setting)))
            .Select(field => ((Setting)field.GetValue(null)!).Name);

        Assert.Equal(declared.Order(), All.Select(setting => setting.Name).Order());
        Assert.Equal(All.Count, All.DistinctBy(setting => setting.Name).Count());
    }

    [Theory]
    [InlineData("Usher__Lifecycle__StageLead", "5min", "a time from 00:00:00 to 365.00:00:00")]
    [InlineData("Usher__Lifecycle__StageLead", "5", "a time from 00:00:00 to 365.00:00:00")]
    [InlineData("Usher__Lifecycle__StageLead", "00:05", "a time from 00:00:00 to 365.00:00:00")]
    [InlineData("Usher__Lifecycle__StageLead", "24:00:00", "a time from 00:00:00 to 365.00:00:00")]
    [InlineData("Usher__Lifecycle__JoinGrace", "-00:01:00", "a time from 00:00:00 to 365.00:00:00")]
    [InlineData("Usher__Lifecycle__JoinLead", "00:00:31", "a time from 00:00:00 to 00:00:30")]
    [InlineData("Usher__Simulation__MeetingLength", "abc", "a time from 00:00:00 to 7.00:00:00")]
    [InlineData("Usher__Retention__EndedBots", "23:59:59", "a time from 1.00:00:00 to 3650.00:00:00")]
    [InlineData("Usher__Webhooks__LongestRetryDelay", "00:00:00", "a time from 00:00:01 to 365.00:00:00")]
    [InlineData("Usher__Limits__RequestsPerMinute", "0", "a whole number from 1 to 2147483647")]
    [InlineData("Usher__Limits__BatchesPerMinute", "-1", "a whole number from 1 to 2147483647")]
    [InlineData("Usher__Limits__ConcurrentBots", "1e3", "a whole number from 1 to 2147483647")]
    [InlineData("Usher__Webhooks__AllowLoopback", "yes", "true or false")]
    [InlineData("ENABLE_VOICE_AGENTS", "1", "true or false")]
    [InlineData("Usher__Runner", "mine", "simulated or external")]
    [InlineData("Usher__PublicUrl", "usher", "an http or https address, such as https://usher.example.com")]
    [InlineData("Usher__CredentialsUrl", "/credentials", "an http or https address")]
    public void A_wrong_value_is_named_with_its_setting_and_what_is_wanted(string name, string value, string wanted) =>
        Assert.StartsWith($"{name} is '{value}'. It must be {wanted}", Assert.Single(Problems((name, value))), StringComparison.Ordinal);

    [Theory]
    [InlineData("Usher__TokenKey", "s3cr*t", "Usher__TokenKey is invalid. It must be at least 32 random bytes in base64")]
    [InlineData("Usher__EncryptionKey", "s3cr*t", "Usher__EncryptionKey is invalid. It must be exactly 32 random bytes in base64")]
    [InlineData("Usher__SeedKeys", "A=key;s3cr*t", "Usher__SeedKeys is invalid. It must be like A=key-a;B=key-b")]
    [InlineData("APPLICATIONINSIGHTS_CONNECTION_STRING", "InstrumentationKey=s3cr*t", "APPLICATIONINSIGHTS_CONNECTION_STRING is invalid.")]
    public void The_value_of_a_secret_is_never_shown(string name, string value, string sentence)
    {
        var problem = Assert.Single(Problems((name, value)));

        Assert.StartsWith(sentence, problem, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr*t", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Usher__Lifecycle__StageLed", "Did you mean Usher__Lifecycle__StageLead?")]
    [InlineData("Usher__LifeCycel__LeaveTimeout", "Did you mean Usher__Lifecycle__LeaveTimeout?")]
    [InlineData("Usher__Tokenkeys", "Did you mean Usher__TokenKey?")]
    [InlineData("Usher__StageLead", "Did you mean Usher__Lifecycle__StageLead?")]
    [InlineData("Usher__Webhook__AllowLoopback", "Did you mean Usher__Webhooks__AllowLoopback?")]
    [InlineData("Usher__Colour", "docs/settings.md lists all settings.")]
    public void An_unknown_name_is_refused_with_the_nearest_known_one(string name, string advice)
    {
        var problem = Assert.Single(Problems((name, "00:01:00")));

        Assert.StartsWith($"{name} is not a setting.", problem, StringComparison.Ordinal);
        Assert.EndsWith(advice, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("usher__lifecycle__stagelead", "00:01:00")]
    [InlineData("USHER", "http://localhost:7071")]
    [InlineData("USHER_ALERT_EMAIL", "me@example.com")]
    [InlineData("Usher__RunnerKey", "")]
    public void Names_in_other_case_foreign_names_and_empty_values_are_allowed(string name, string value) =>
        Assert.Empty(Problems((name, value)));

    [Fact]
    public void All_problems_are_reported_at_once() =>
        Assert.Equal(
            ["Usher__TokenKey", "Usher__Lifecycle__StageLead", "Usher__Nonsense"],
            Problems(("Usher__TokenKey", ""), ("Usher__Lifecycle__StageLead", "soon"), ("Usher__Nonsense", "1"))
                .Select(problem => problem.Split(' ')[0])
        );

    private static IReadOnlyList<string> Problems(params (string Name, string Value)[] different) =>
        SettingsCheck.Problems(KnownSettings.Groups, Configuration(different));

    private static IConfiguration Configuration(params (string Name, string Value)[] different)
    {
        Dictionary<string, string?> settings = new(StringComparer.OrdinalIgnoreCase)
        {
            ["Usher:PublicUrl"] = "https://usher.example.com",
            ["Usher:TokenKey"] = Key,
            ["Usher:EncryptionKey"] = Key,
        };
        foreach (var (name, value) in different)
        {
            settings[name.Replace("__", ":", StringComparison.Ordinal)] = value;
        }

        return new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
    }
}
