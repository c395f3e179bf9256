namespace Usher.Configuration;

/// <summary>A setting: its name, its valid values, its default and its purpose.</summary>
internal abstract class Setting(string name, string wanted, string purpose)
{
    /// <summary>What the platform hands over in place of a secret that it could not read.</summary>
    protected const string UnresolvedReference = "@Microsoft.KeyVault(";

    /// <summary>
    /// An App Service plan sets the first, Flex Consumption the others. Source: the environment checks of the Functions host.
    /// </summary>
    private static readonly string[] MarksOfAzure = ["WEBSITE_INSTANCE_ID", "WEBSITE_POD_NAME", "LEGION_SERVICE_HOST"];

    /// <summary>As in the environment, where two underscores stand for a colon.</summary>
    public string Name { get; } = name;

    /// <summary>What its value must be, to complete "It must be …".</summary>
    public string Wanted { get; } = wanted;

    /// <summary>What it is for, in one sentence.</summary>
    public string Purpose { get; } = purpose;

    /// <summary>What applies if it is not set, in words; null for nothing.</summary>
    public string? Default { get; init; }

    /// <summary>The app does not start without it.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Its value is never shown.</summary>
    public bool IsSecret { get; init; }

    /// <summary>As in <see cref="IConfiguration"/>.</summary>
    protected string Path { get; } = name.Replace("__", ":", StringComparison.Ordinal);

    /// <returns>A sentence with the setting's name, its value unless it is secret, and the valid values; null if it is valid.</returns>
    public abstract string? Problem(IConfiguration configuration);

    protected static bool IsInAzure(IConfiguration configuration) => MarksOfAzure.Any(name => configuration[name] is { Length: > 0 });
}

/// <summary>A setting whose text is read as a <typeparamref name="T"/>.</summary>
/// <param name="name">As in the environment.</param>
/// <param name="wanted">What its value must be.</param>
/// <param name="purpose">What it is for.</param>
/// <param name="parse">Returns null if the text is not valid.</param>
internal sealed class Setting<T>(string name, string wanted, string purpose, Func<string, T?> parse) : Setting(name, wanted, purpose)
{
    /// <summary>The value if it is not set.</summary>
    public Func<IConfiguration, T?> Fallback { get; init; } = _ => default;

    /// <summary>Why a value cannot be used in Azure; null if it can.</summary>
    public Func<T, string?> RefusalInAzure { get; init; } = _ => null;

    /// <exception cref="SettingException">It is wrong, or it is missing and required.</exception>
    public T? Read(IConfiguration configuration)
    {
        var (value, problem) = Examine(configuration);
        return problem is null ? value : throw new SettingException(problem);
    }

    public override string? Problem(IConfiguration configuration) => Examine(configuration).Problem;

    private (T? Value, string? Problem) Examine(IConfiguration configuration)
    {
        if (configuration[Path] is not { Length: > 0 } text)
        {
            var fallback = Fallback(configuration);
            return (fallback, fallback is null && IsRequired ? $"{Name} is missing. Set it to {Wanted}." : null);
        }

        // Taken literally, the text of a reference would be a key that anybody can guess.
        if (text.StartsWith(UnresolvedReference, StringComparison.OrdinalIgnoreCase))
        {
            return (
                default,
                $"{Name} refers to a secret in a key vault that could not be read. Make sure that the secret exists and that this app's "
                    + "identity has the role Key Vault Secrets User, then restart the app."
            );
        }

        if (parse(text) is { } value)
        {
            return (value, IsInAzure(configuration) ? RefusalInAzure(value) : null);
        }

        return (default, $"{Name} is {(IsSecret ? "invalid" : $"'{text}'")}. It must be {Wanted}.");
    }
}
