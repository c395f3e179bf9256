using Usher.Tests.Support;

namespace Usher.Tests.Api;

public sealed class SettingsTests
{
    private static readonly string Key = Convert.ToBase64String(new byte[32]);

    [Theory]
    [InlineData("Usher__TokenKey", "--Usher:PublicUrl=https://x")]
    [InlineData("Usher__TokenKey", "--Usher:PublicUrl=https://x", "--Usher:TokenKey=c2hvcnQ=")]
    [InlineData("Usher__PublicUrl", "--Usher:TokenKey={key}")]
    [InlineData("Usher__SeedKeys", "--Usher:TokenKey={key}", "--Usher:PublicUrl=https://x", "--Usher:SeedKeys=no-key")]
    [InlineData("Usher__SeedKeys", "--Usher:TokenKey={key}", "--Usher:PublicUrl=https://x", "--Usher:SeedKeys=A=key", "--WEBSITE_INSTANCE_ID=1")]
    [InlineData("Usher__EncryptionKey", "--Usher:TokenKey={key}", "--Usher:PublicUrl=https://x")]
    [InlineData("Usher__EncryptionKey", "--Usher:TokenKey={key}", "--Usher:PublicUrl=https://x", "--Usher:EncryptionKey={key};c2hvcnQ=")]
    [InlineData("Usher__Webhooks__AllowLoopback", "--Usher:TokenKey={key}", "--Usher:PublicUrl=https://x", "--Usher:EncryptionKey={key}", "--Usher:Webhooks:AllowLoopback=true", "--WEBSITE_INSTANCE_ID=1")]
    [InlineData("Usher__Webhooks__LongestRetryDelay", "--Usher:TokenKey={key}", "--Usher:PublicUrl=https://x", "--Usher:EncryptionKey={key}", "--Usher:Webhooks:LongestRetryDelay=0")]
    [InlineData("Usher__SeedKeys", "--Usher:TokenKey={key}", "--Usher:PublicUrl=https://x", "--Usher:SeedKeys=A=key", "--WEBSITE_POD_NAME=1")]
    [InlineData("Usher__ManagementKey", "--Usher:TokenKey={key}", "--Usher:PublicUrl=https://x", "--Usher:EncryptionKey={key}", "--Usher:ManagementKey=@Microsoft.KeyVault(SecretUri=https://x/secrets/y)")]
    [InlineData("Usher__RunnerKey", "--Usher:TokenKey={key}", "--Usher:PublicUrl=https://x", "--Usher:EncryptionKey={key}", "--Usher:RunnerKey=@Microsoft.KeyVault(SecretUri=https://x/secrets/y)")]
    [InlineData("AzureWebJobsStorage", "--Usher:TokenKey={key}", "--Usher:PublicUrl=https://x", "--AzureWebJobsStorage=")]
    public void A_setting_that_is_missing_or_wrong_stops_the_start_with_its_name(string name, params string[] arguments)
    {
        string[] all = ["--FUNCTIONS_CUSTOMHANDLER_PORT=0", "--AzureWebJobsStorage=UseDevelopmentStorage=true", .. arguments.Select(argument => argument.Replace("{key}", Key, StringComparison.Ordinal))];

        var refusal = Assert.Throws<SettingException>(() => UsherApp.Build(all));

        Assert.Contains(name, refusal.Message, StringComparison.Ordinal);
    }
}
