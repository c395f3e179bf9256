namespace Usher.Configuration;

/// <summary>The app's own keys.</summary>
internal static class KeySettings
{
    private const int MinKeyBytes = 32;

    /// <summary>The keys of <c>local.settings.sample.json</c>, which are public, start like this.</summary>
    private static readonly byte[] MarkOfSampleKeys = "Usher: development"u8.ToArray();

    /// <summary>The first key signs, all of them are accepted.</summary>
    public static readonly Setting<IReadOnlyList<byte[]>?> TokenKey = Keys(
        "Usher__TokenKey",
        $"at least {MinKeyBytes} random bytes in base64, such as the output of: openssl rand -base64 32",
        "Signs the tokens that runners report with.",
        key => key.Length >= MinKeyBytes
    );

    /// <summary>The first key encrypts, all of them decrypt.</summary>
    public static readonly Setting<IReadOnlyList<byte[]>?> EncryptionKey = Keys(
        "Usher__EncryptionKey",
        $"exactly {MinKeyBytes} random bytes in base64, such as the output of: openssl rand -base64 32",
        "Encrypts secrets in storage.",
        key => key.Length == MinKeyBytes
    );

    public static readonly Setting<string?> ManagementKey = new(
        "Usher__ManagementKey",
        "any text, such as the output of: openssl rand -hex 32",
        "Opens the management API below `/manage/v1`.",
        text => text
    )
    {
        Default = "the management API is closed",
        IsSecret = true,
        RefusalInAzure = key => SettingText.Base64(key!) is { } bytes ? RefusalOfSampleKey("Usher__ManagementKey", bytes) : null,
    };

    public static readonly Setting<string?> RunnerKey = SettingOf.Text(
        "Usher__RunnerKey",
        "any text, such as the output of: openssl rand -hex 32",
        "For operators and tests: a key that may report for any bot.",
        isSecret: true
    );

    private static Setting<IReadOnlyList<byte[]>?> Keys(string name, string wanted, string purpose, Predicate<byte[]> isLongEnough) =>
        new(name, wanted, purpose, text => SettingText.Keys(text, isLongEnough))
        {
            IsRequired = true,
            IsSecret = true,
            RefusalInAzure = keys => keys!.Select(key => RefusalOfSampleKey(name, key)).FirstOrDefault(refusal => refusal is not null),
        };

    private static string? RefusalOfSampleKey(string name, byte[] key) =>
        key.AsSpan().StartsWith(MarkOfSampleKeys)
            ? $"{name} is the key of local.settings.sample.json, which is public. Set it to a key of your own, such as the output of: "
                + "openssl rand -base64 32"
            : null;
}
