namespace Usher.LocalHost.Functions;

/// <summary>
/// host.json and the app settings as the single configuration that the host, the WebJobs SDK and its extensions read. Source:
/// HostJsonFileConfigurationSource and ConfigurationSectionNames of the Functions host.
/// </summary>
internal sealed class HostJson
{
    private const string SectionName = "AzureFunctionsJobHost";

    // For every plan except Consumption. Source: ScriptJobHostOptionsSetup of the Functions host.
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromMinutes(30);

    private HostJson(IConfigurationRoot configuration) => Configuration = configuration;

    /// <summary>
    /// The app settings, plus host.json under <c>AzureFunctionsJobHost</c>; settings such as <c>AzureFunctionsJobHost__functionTimeout</c>
    /// override it.
    /// </summary>
    public IConfigurationRoot Configuration { get; }

    /// <summary>host.json alone.</summary>
    public IConfigurationSection Section => Configuration.GetSection(SectionName);

    public string RoutePrefix => Section["extensions:http:routePrefix"] ?? "api";

    /// <summary>Null for none, which is <c>-1</c> in the file; TimeSpan would read that as days.</summary>
    public TimeSpan? FunctionTimeout =>
        Section.GetValue("functionTimeout", DefaultTimeout) is var timeout && timeout > TimeSpan.Zero ? timeout : null;

    /// <exception cref="LocalHostException">host.json is missing or is not JSON.</exception>
    public static HostJson Load(string appFolder, IReadOnlyDictionary<string, string?> settings)
    {
        var path = Path.Combine(appFolder, "host.json");
        try
        {
            var hostJson = new ConfigurationBuilder()
                .AddJsonFile(path)
                .Build()
                .AsEnumerable()
                .Select(pair => KeyValuePair.Create($"{SectionName}:{pair.Key}", pair.Value));
            var overrides = settings.Select(pair => KeyValuePair.Create(pair.Key.Replace("__", ":", StringComparison.Ordinal), pair.Value));
            var fixedValues = new Dictionary<string, string?>
            {
                ["AzureWebJobsConfigurationSection"] = SectionName,

                // The Durable extension chooses its protocol by this.
                ["FUNCTIONS_WORKER_RUNTIME"] = "dotnet-isolated",

                // A container's own; with it, the Durable extension would take this machine for Azure and log to standard output.
                ["CONTAINER_NAME"] = "",
            };
            return new HostJson(
                new ConfigurationBuilder()
                    .AddInMemoryCollection(hostJson)
                    .AddInMemoryCollection(overrides)
                    .AddInMemoryCollection(fixedValues)
                    .Build()
            );
        }
        catch (Exception exception) when (exception is FormatException or InvalidDataException or FileNotFoundException)
        {
            throw new LocalHostException($"{path} cannot be used: {exception.Message}", exception);
        }
    }
}
