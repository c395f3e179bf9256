using System.Globalization;
using Usher.Bots.Webhooks;

namespace Usher;

/// <summary>
/// The app's settings, read and checked at the start. A setting that is missing or wrong stops the start with its name, what it is for and
/// an example. In the environment <c>Usher:TokenKey</c> is <c>Usher__TokenKey</c>.
/// </summary>
internal sealed class Settings(IConfiguration configuration)
{
    private const int MinKeyBytes = 32;

    /// <summary>What the platform hands over in place of a secret that it could not read.</summary>
    private const string UnresolvedReference = "@Microsoft.KeyVault(";

    /// <summary>
    /// An App Service plan sets the first, Flex Consumption the others. Source: the environment checks of the Functions host.
    /// </summary>
    private static readonly string[] MarksOfAzure = ["WEBSITE_INSTANCE_ID", "WEBSITE_POD_NAME", "LEGION_SERVICE_HOST"];

    private readonly IConfiguration configuration = Resolved(configuration);

    /// <summary>The keys of <c>local.settings.sample.json</c> begin so: everybody knows them.</summary>
    private static readonly byte[] MarkOfSampleKeys = "Usher: development"u8.ToArray();

    /// <summary>Sign the tokens of runners: the first one signs, all of them are accepted. At least 32 bytes each.</summary>
    public IReadOnlyList<byte[]> TokenKeys =>
        Keys(
            "Usher:TokenKey",
            key => key.Length >= MinKeyBytes,
            $"is missing or too short: it signs the tokens that runners report with. Set it to at least {MinKeyBytes} random bytes",
            " for a week: so long a token holds"
        );

    /// <summary>A key that may report for any bot, for operators and tests; null: only tokens count.</summary>
    public string? RunnerKey => configuration["Usher:RunnerKey"];

    /// <summary>
    /// Projects and keys to exist at the start: <c>A=key-a;B=key-b</c>; <c>A!=key-x</c> is a disabled key of A. For development only.
    /// </summary>
    public string? SeedKeys =>
        IsInAzure && configuration["Usher:SeedKeys"] is { Length: > 0 }
            ? throw new SettingException(
                "Usher__SeedKeys is for development: keys must not stand in the settings of an app that runs in Azure. Remove it."
            )
            : configuration["Usher:SeedKeys"];

    /// <summary>Under which address the app is reached from outside.</summary>
    public string PublicUrl =>
        (
            configuration["Usher:PublicUrl"]
            ?? (configuration["WEBSITE_HOSTNAME"] is { } host ? $"https://{host}" : null)
            ?? throw new SettingException(
                "Usher__PublicUrl is missing. Set it to the address at which runners reach this app, like https://usher.example.com."
            )
        ).TrimEnd('/');

    /// <summary>Encrypt secrets in storage: the first one encrypts, all of them decrypt. Exactly 32 bytes each.</summary>
    public IReadOnlyList<byte[]> EncryptionKeys =>
        Keys(
            "Usher:EncryptionKey",
            key => key.Length == MinKeyBytes,
            $"is missing or of the wrong length: it encrypts secrets in storage. Set it to exactly {MinKeyBytes} random bytes",
            ""
        );

    /// <summary>Opens the management API; null: nobody gets in.</summary>
    public string? ManagementKey
    {
        get
        {
            if (configuration["Usher:ManagementKey"] is not { Length: > 0 } key)
            {
                return null;
            }

            Own("Usher:ManagementKey", Decode(key) ?? []);
            return key;
        }
    }

    /// <summary>Webhooks may go to this machine, without TLS as well. For development only.</summary>
    public bool AllowsLoopbackWebhooks =>
        "true".Equals(configuration["Usher:Webhooks:AllowLoopback"], StringComparison.OrdinalIgnoreCase)
        && (
            IsInAzure
                ? throw new SettingException(
                    "Usher__Webhooks__AllowLoopback is for development: an app that runs in Azure must not send to itself. Remove it."
                )
                : true
        );

    /// <summary>A webhook that failed is tried again no later than this, whatever its schedule says; more than zero.</summary>
    public TimeSpan LongestRetryDelay =>
        configuration["Usher:Webhooks:LongestRetryDelay"] is not { Length: > 0 } text ? RetrySchedule.Longest
        : TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var delay) && delay > TimeSpan.Zero ? delay
        : throw new SettingException(
            $"Usher__Webhooks__LongestRetryDelay is '{text}': a time like 00:10:00 is wanted, after which a webhook that failed is tried "
                + "again at the latest."
        );

    /// <summary>Reads every setting once, so that a wrong one stops the start and not the first request that needs it.</summary>
    /// <exception cref="SettingException">One is missing or wrong.</exception>
    public void Check() =>
        _ = (TokenKeys, RunnerKey, SeedKeys, PublicUrl, EncryptionKeys, ManagementKey, AllowsLoopbackWebhooks, LongestRetryDelay);

    private bool IsInAzure => MarksOfAzure.Any(name => configuration[name] is { Length: > 0 });

    // Taken at its word, the text of a reference would be a key that anybody can guess.
    private static IConfiguration Resolved(IConfiguration configuration)
    {
        foreach (var (name, value) in configuration.GetSection("Usher").AsEnumerable())
        {
            if (value?.StartsWith(UnresolvedReference, StringComparison.OrdinalIgnoreCase) == true)
            {
                throw new SettingException(
                    $"{InEnvironment(name)} refers to a secret in a key vault that could not be read: the secret has to be there, and "
                        + "this app's identity needs the role "
                        + "Key Vault Secrets User. When that is so, restart the app."
                );
            }
        }

        return configuration;
    }

    private static string InEnvironment(string name) => name.Replace(":", "__", StringComparison.Ordinal);

    /// <summary>One or several keys with semicolons between them, the one in use first.</summary>
    /// <param name="name">Of the setting.</param>
    /// <param name="isLongEnough">Asked about each.</param>
    /// <param name="problem">What is said where there is none, or one is not long enough.</param>
    /// <param name="until">How long an old one has to stay.</param>
    private IReadOnlyList<byte[]> Keys(string name, Predicate<byte[]> isLongEnough, string problem, string until)
    {
        var texts = (configuration[name] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var keys = texts.Select(Decode).ToList();
        return keys.Count > 0 && keys.TrueForAll(key => key is not null && isLongEnough(key))
            ? [.. keys.Select(key => Own(name, key!))]
            : throw new SettingException(
                $"{InEnvironment(name)} {problem} in base64, for example the output of: openssl rand -base64 32. "
                    + $"When it is replaced, the old one stays behind the new one, after a semicolon{until}."
            );
    }

    private byte[] Own(string name, byte[] key) =>
        IsInAzure && key.AsSpan().StartsWith(MarkOfSampleKeys)
            ? throw new SettingException(
                $"{InEnvironment(name)} is the key of local.settings.sample.json, which everybody knows. Set it to a key of your own, "
                    + "for example the output of: openssl rand -base64 32"
            )
            : key;

    private static byte[]? Decode(string base64)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var length) ? bytes[..length] : null;
    }
}
