using Usher.Configuration;

namespace Usher.Storage;

/// <summary>
/// Account name, key and Table endpoint of a storage connection string. Source: "Configure Azure Storage connection strings".
/// </summary>
/// <param name="Text">The connection string, without shorthand.</param>
internal sealed record StorageConnectionString(string Text, string Name, string Key, Uri TableEndpoint)
{
    public const string Development =
        "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;"
        + "AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;"
        + "BlobEndpoint=http://127.0.0.1:10000/devstoreaccount1;QueueEndpoint=http://127.0.0.1:10001/devstoreaccount1;"
        + "TableEndpoint=http://127.0.0.1:10002/devstoreaccount1;";

    /// <exception cref="FormatException">A part is missing or wrong; the message names it, and never shows its value.</exception>
    public static StorageConnectionString Parse(string text)
    {
        var expanded = text.Contains("UseDevelopmentStorage=true", StringComparison.OrdinalIgnoreCase) ? Development : text;
        var parts = Parts(expanded);
        var name = Required(parts, "AccountName");
        var key = Required(parts, "AccountKey");
        if (SettingText.Base64(key) is null)
        {
            throw new FormatException("Its AccountKey is not base64.");
        }

        foreach (var part in parts.Keys.Where(part => part.EndsWith("Endpoint", StringComparison.OrdinalIgnoreCase)))
        {
            if (SettingText.Url(parts[part]) is null)
            {
                throw new FormatException($"Its {part} is not an http or https address.");
            }
        }

        var endpoint =
            parts.GetValueOrDefault("TableEndpoint")
            ?? parts.GetValueOrDefault("DefaultEndpointsProtocol", "https")
                + $"://{name}.table."
                + parts.GetValueOrDefault("EndpointSuffix", "core.windows.net");
        return Uri.TryCreate(endpoint.TrimEnd('/'), UriKind.Absolute, out var address)
            ? new StorageConnectionString(expanded, name, key, address)
            : throw new FormatException("Its parts do not form an address.");
    }

    private static Dictionary<string, string> Parts(string text)
    {
        var parts = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (part.Split('=', 2) is not [var name, var value])
            {
                throw new FormatException("Its parts must be of the form Name=value, separated by semicolons.");
            }

            if (!parts.TryAdd(name, value))
            {
                throw new FormatException("One of its parts appears twice.");
            }
        }

        return parts;
    }

    private static string Required(Dictionary<string, string> parts, string name) =>
        parts.GetValueOrDefault(name) is { Length: > 0 } value ? value : throw new FormatException($"It has no {name}.");
}
