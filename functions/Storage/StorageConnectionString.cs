namespace Usher.Storage;

/// <summary>
/// Account name, key and Table endpoint of a storage connection string. Source: "Configure Azure Storage connection strings".
/// </summary>
internal sealed record StorageConnectionString(string Name, string Key, Uri TableEndpoint)
{
    public const string Development =
        "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;"
        + "AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;"
        + "BlobEndpoint=http://127.0.0.1:10000/devstoreaccount1;QueueEndpoint=http://127.0.0.1:10001/devstoreaccount1;"
        + "TableEndpoint=http://127.0.0.1:10002/devstoreaccount1;";

    /// <exception cref="FormatException">A part is missing; the message names it.</exception>
    public static StorageConnectionString Parse(string text)
    {
        var expanded = text.Trim().TrimEnd(';').Equals("UseDevelopmentStorage=true", StringComparison.OrdinalIgnoreCase)
            ? Development
            : text;
        var parts = expanded
            .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(part => part.Split('=', 2))
            .Where(part => part.Length == 2)
            .ToDictionary(part => part[0], part => part[1], StringComparer.OrdinalIgnoreCase);

        var name = Required(parts, "AccountName");
        var endpoint =
            parts.GetValueOrDefault("TableEndpoint")
            ?? parts.GetValueOrDefault("DefaultEndpointsProtocol", "https")
                + $"://{name}.table."
                + parts.GetValueOrDefault("EndpointSuffix", "core.windows.net");
        return new StorageConnectionString(name, Required(parts, "AccountKey"), new Uri(endpoint.TrimEnd('/')));
    }

    private static string Required(Dictionary<string, string> parts, string name) =>
        parts.GetValueOrDefault(name) ?? throw new FormatException($"The storage connection string has no {name}.");
}
