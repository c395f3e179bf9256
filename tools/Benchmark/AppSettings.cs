namespace Usher.Benchmark;

/// <summary>What the app needs to start. These keys protect nothing.</summary>
internal static class AppSettings
{
    public const string Project = "benchmark";

    private static readonly string Key = Convert.ToBase64String(new byte[32]);

    /// <summary>The key of the only project.</summary>
    public const string ApiKey = "key-of-the-benchmark";

    /// <summary>Accepted for reports on every bot.</summary>
    public const string RunnerKey = "runner-key-of-the-benchmark";

    /// <param name="storage">A connection string.</param>
    public static Dictionary<string, string?> Of(string storage) =>
        new()
        {
            ["AzureWebJobsStorage"] = storage,
            ["Usher__TokenKey"] = Key,
            ["Usher__EncryptionKey"] = Key,
            ["Usher__PublicUrl"] = "https://usher.example.com",
            ["Usher__RunnerKey"] = RunnerKey,
            ["Usher__SeedKeys"] = $"{Project}={ApiKey}",
        };
}
