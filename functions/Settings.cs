namespace Usher;

/// <summary>
/// The app's settings, read and checked at the start. A setting that is missing or wrong stops the start with its name, what it is for and an example.
/// In the environment <c>Usher:TokenKey</c> is <c>Usher__TokenKey</c>.
/// </summary>
internal sealed class Settings(IConfiguration configuration)
{
    private const int MinKeyBytes = 32;

    /// <summary>Signs the tokens of runners.</summary>
    public byte[] TokenKey => Key("Usher:TokenKey", "signs the tokens that runners report with");

    /// <summary>A key that may report for any bot, for operators and tests; null: only tokens count.</summary>
    public string? RunnerKey => configuration["Usher:RunnerKey"];

    /// <summary>Projects and keys to exist at the start: <c>A=key-a;B=key-b</c>; <c>A!=key-x</c> is a disabled key of A. For development only.</summary>
    public string? SeedKeys => IsInAzure && configuration["Usher:SeedKeys"] is { Length: > 0 }
        ? throw new SettingException("Usher__SeedKeys is for development: keys must not stand in the settings of an app that runs in Azure. Remove it.")
        : configuration["Usher:SeedKeys"];

    /// <summary>Under which address the app is reached from outside.</summary>
    public string PublicUrl => (configuration["Usher:PublicUrl"] ?? $"https://{configuration["WEBSITE_HOSTNAME"]
        ?? throw new SettingException("Usher__PublicUrl is missing: the address under which runners reach this app, like https://usher.example.com.")}").TrimEnd('/');

    private bool IsInAzure => configuration["WEBSITE_INSTANCE_ID"] is { Length: > 0 };

    private byte[] Key(string name, string purpose)
    {
        var text = configuration[name] ?? "";
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) && length >= MinKeyBytes
            ? bytes[..length]
            : throw new SettingException(
                $"{name.Replace(":", "__", StringComparison.Ordinal)} is missing or too short: it {purpose}. Set it to at least {MinKeyBytes} random bytes in base64, "
                + "for example the output of: openssl rand -base64 32");
    }
}

/// <summary>A setting is missing or wrong; the message says which, and what to do.</summary>
internal sealed class SettingException(string message) : Exception(message);
