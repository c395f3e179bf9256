namespace Usher.Configuration;

/// <summary>Where the app's storage is, and where the app itself is.</summary>
internal static class HostSettings
{
    private const string Storage = "AzureWebJobsStorage";

    /// <summary>Which storage account it is, or that there is none, is checked where the account is opened.</summary>
    public static readonly Setting<string?> ConnectionString = SettingOf.Text(
        Storage,
        "a connection string, or UseDevelopmentStorage=true for Azurite",
        "The storage account, for the app and for the Functions host; required unless the settings below name the account.",
        isSecret: true
    );

    public static readonly Setting<string?> AccountName = new(
        $"{Storage}__accountName",
        "the name of a storage account, in letters and digits",
        "The storage account, used with the app's identity.",
        text => text.All(char.IsAsciiLetterOrDigit) ? text : null
    );

    public static readonly Setting<string?> TableServiceUri = ServiceUri("table");

    public static readonly Setting<string?> QueueServiceUri = ServiceUri("queue");

    public static readonly Setting<string?> BlobServiceUri = ServiceUri("blob");

    public static readonly Setting<string?> Credential = SettingOf.Text(
        $"{Storage}__credential",
        "managedidentity",
        "Needed by the Functions host for a user-assigned identity."
    );

    public static readonly Setting<string?> ClientId = SettingOf.Text(
        $"{Storage}__clientId",
        "the client id of an identity",
        "The user-assigned identity that uses the storage account.",
        "the system-assigned identity"
    );

    public static readonly Setting<string?> PublicUrl = new(
        "Usher__PublicUrl",
        "an http or https address, such as https://usher.example.com",
        "The address at which runners reach the app.",
        SettingText.Url
    )
    {
        Default = "https://%WEBSITE_HOSTNAME%",
        IsRequired = true,
        Fallback = configuration => configuration["WEBSITE_HOSTNAME"] is { Length: > 0 } host ? $"https://{host}" : null,
    };

    public static readonly Setting<string?> WorkerRuntime = SettingOf.Text(
        "FUNCTIONS_WORKER_RUNTIME",
        "dotnet-isolated",
        "Needed by `func start`; an app on Flex Consumption must not have it."
    );

    public static readonly SettingGroup Group = new(
        "Storage and address",
        [ConnectionString, AccountName, TableServiceUri, QueueServiceUri, BlobServiceUri, Credential, ClientId, PublicUrl, WorkerRuntime]
    );

    private static Setting<string?> ServiceUri(string service) =>
        SettingOf.Url(
            $"{Storage}__{service}ServiceUri",
            $"https://usher.{service}.core.windows.net",
            $"The address of the account's {service} service, where the account's name does not say it."
        );
}
