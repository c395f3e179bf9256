using System.Globalization;

namespace Usher.Benchmark;

/// <summary>What the app needs to start. The keys protect nothing here.</summary>
internal static class AppSettings
{
    private static readonly string Key = Convert.ToBase64String(new byte[32]);

    /// <param name="storage">A connection string.</param>
    /// <param name="port">0: the system chooses.</param>
    public static Dictionary<string, string> Of(string storage, int port) => new()
    {
        ["FUNCTIONS_CUSTOMHANDLER_PORT"] = port.ToString(CultureInfo.InvariantCulture),
        ["AzureWebJobsStorage"] = storage,
        ["Usher__TokenKey"] = Key,
        ["Usher__EncryptionKey"] = Key,
        ["Usher__PublicUrl"] = "https://usher.example.com",
    };
}
