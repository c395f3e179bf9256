using Microsoft.Extensions.Configuration;
using Usher.Lifecycle;
using Usher.Runner;
using Usher.Storage;

namespace Usher.Cli;

/// <summary>What the settings say, each by itself: one that is wrong does not hide the next.</summary>
internal static class SettingsExamination
{
    public static IEnumerable<Finding> Examine(IConfiguration configuration)
    {
        var settings = new Settings(configuration);
        yield return Try("The key for runners' tokens is set.", () => _ = settings.TokenKeys);
        yield return Try("The key for secrets in storage is set.", () => _ = settings.EncryptionKeys);
        yield return Try("The seeded keys can be read.", () => _ = SeedKeys.Parse(settings.SeedKeys));
        yield return Try("Webhooks go where they may.", () => _ = settings.AllowsLoopbackWebhooks);
        yield return Try("How long a webhook waits can be read.", () => _ = settings.LongestRetryDelay);
        yield return Try("The limits can be read.", () => _ = LimitOptions.Read(configuration));
        yield return Try("How long a bot may take can be read.", () => _ = LifecycleServices.Options(configuration));
        yield return Try("The times of the simulated runner can be read.", () => _ = RunnerServices.Simulation(configuration));
        yield return Address(settings);
        yield return settings.ManagementKey is null
            ? new Finding(
                FindingLevel.Warning,
                "The management API is closed. To open it, set Usher__ManagementKey, for example to the output of: openssl rand -hex 32"
            )
            : new Finding(FindingLevel.Fine, "The management API has a key.");
    }

    private static Finding Address(Settings settings)
    {
        const string Example = "Set Usher__PublicUrl to the address under which runners reach the app, like https://usher.example.com.";
        try
        {
            if (
                !Uri.TryCreate(settings.PublicUrl, UriKind.Absolute, out var url)
                || (url.Scheme != Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttp)
            )
            {
                return new Finding(FindingLevel.Error, $"'{settings.PublicUrl}' is no address. {Example}");
            }

            return url.Scheme == Uri.UriSchemeHttps || url.IsLoopback
                ? new Finding(FindingLevel.Fine, $"Runners report to {url}.")
                : new Finding(FindingLevel.Error, $"Runners would send their tokens to {url} in the clear. {Example}");
        }
        catch (SettingException exception)
        {
            return new Finding(FindingLevel.Error, exception.Message);
        }
    }

    private static Finding Try(string whatIsFine, Action read)
    {
        try
        {
            read();
            return new Finding(FindingLevel.Fine, whatIsFine);
        }
        catch (SettingException exception)
        {
            return new Finding(FindingLevel.Error, exception.Message);
        }
    }
}
