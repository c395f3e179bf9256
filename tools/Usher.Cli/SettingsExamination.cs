using Microsoft.Extensions.Configuration;
using Usher.Configuration;

namespace Usher.Cli;

/// <summary>What the app checks at startup, and what it accepts although it is probably a mistake.</summary>
internal static class SettingsExamination
{
    public static IEnumerable<Finding> Examine(IConfiguration configuration)
    {
        var problems = SettingsCheck.Problems(KnownSettings.Groups, configuration);
        return
        [
            .. problems.Count == 0
                ? [new Finding(FindingLevel.Fine, "All settings are known and valid.")]
                : problems.Select(problem => new Finding(FindingLevel.Error, problem)),
            .. HostSettings.PublicUrl.Problem(configuration) is null
                ? [Address(new Uri(HostSettings.PublicUrl.Read(configuration)!))]
                : NoFinding,
            .. KeySettings.ManagementKey.Problem(configuration) is null ? [Management(configuration)] : NoFinding,
        ];
    }

    private static readonly Finding[] NoFinding = [];

    private static Finding Address(Uri url) =>
        url.Scheme == Uri.UriSchemeHttps || url.IsLoopback
            ? new Finding(FindingLevel.Fine, $"Runners report to {url}.")
            : new Finding(
                FindingLevel.Error,
                $"Runners would send their tokens to {url} unencrypted. Set {HostSettings.PublicUrl.Name} to an https address, such as "
                    + "https://usher.example.com."
            );

    private static Finding Management(IConfiguration configuration) =>
        KeySettings.ManagementKey.Read(configuration) is null
            ? new Finding(
                FindingLevel.Warning,
                $"The management API is closed. To open it, set {KeySettings.ManagementKey.Name}, for example to the output of: "
                    + "openssl rand -hex 32"
            )
            : new Finding(FindingLevel.Fine, "The management API has a key.");
}
