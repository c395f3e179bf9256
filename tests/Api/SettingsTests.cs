using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Usher.Storage;

namespace Usher.Tests.Api;

public sealed class SettingsTests
{
    private static readonly string Key = Convert.ToBase64String(new byte[32]);

    /// <summary>As in local.settings.sample.json; a 32-byte value serves as both token key and encryption key.</summary>
    private const string SampleKey = "VXNoZXI6IGRldmVsb3BtZW50IGVuY3J5cHRpb25rZXk=";

    [Theory]
    [InlineData("Usher__TokenKey", "--Usher:PublicUrl=https://x")]
    [InlineData("Usher__TokenKey", "--Usher:PublicUrl=https://x", "--Usher:TokenKey=c2hvcnQ=")]
    [InlineData("Usher__TokenKey", "--Usher:PublicUrl=https://x", "--Usher:TokenKey={key};c2hvcnQ=")]
    [InlineData("Usher__TokenKey", "--Usher:PublicUrl=https://x", "--Usher:TokenKey=;")]
    [InlineData(
        "Usher__TokenKey",
        "--Usher:TokenKey={key};{sample}",
        "--Usher:PublicUrl=https://x",
        "--Usher:EncryptionKey={key}",
        "--WEBSITE_INSTANCE_ID=1"
    )]
    [InlineData("Usher__PublicUrl", "--Usher:TokenKey={key}")]
    [InlineData(
        "Usher__SeedKeys",
        "--Usher:TokenKey={key}",
        "--Usher:PublicUrl=https://x",
        "--Usher:EncryptionKey={key}",
        "--Usher:SeedKeys=no-key"
    )]
    [InlineData(
        "Usher__SeedKeys",
        "--Usher:TokenKey={key}",
        "--Usher:PublicUrl=https://x",
        "--Usher:SeedKeys=A=key",
        "--WEBSITE_INSTANCE_ID=1"
    )]
    [InlineData("Usher__EncryptionKey", "--Usher:TokenKey={key}", "--Usher:PublicUrl=https://x")]
    [InlineData("Usher__EncryptionKey", "--Usher:TokenKey={key}", "--Usher:PublicUrl=https://x", "--Usher:EncryptionKey={key};c2hvcnQ=")]
    [InlineData(
        "Usher__Webhooks__AllowLoopback",
        "--Usher:TokenKey={key}",
        "--Usher:PublicUrl=https://x",
        "--Usher:EncryptionKey={key}",
        "--Usher:Webhooks:AllowLoopback=true",
        "--WEBSITE_INSTANCE_ID=1"
    )]
    [InlineData(
        "Usher__Webhooks__LongestRetryDelay",
        "--Usher:TokenKey={key}",
        "--Usher:PublicUrl=https://x",
        "--Usher:EncryptionKey={key}",
        "--Usher:Webhooks:LongestRetryDelay=0"
    )]
    [InlineData(
        "Usher__SeedKeys",
        "--Usher:TokenKey={key}",
        "--Usher:PublicUrl=https://x",
        "--Usher:SeedKeys=A=key",
        "--WEBSITE_POD_NAME=1"
    )]
    [InlineData(
        "Usher__ManagementKey",
        "--Usher:TokenKey={key}",
        "--Usher:PublicUrl=https://x",
        "--Usher:EncryptionKey={key}",
        "--Usher:ManagementKey=@Microsoft.KeyVault(SecretUri=https://x/secrets/y)"
    )]
    [InlineData(
        "Usher__RunnerKey",
        "--Usher:TokenKey={key}",
        "--Usher:PublicUrl=https://x",
        "--Usher:EncryptionKey={key}",
        "--Usher:RunnerKey=@Microsoft.KeyVault(SecretUri=https://x/secrets/y)"
    )]
    [InlineData(
        "Usher__TokenKey",
        "--Usher:TokenKey={sample}",
        "--Usher:PublicUrl=https://x",
        "--Usher:EncryptionKey={key}",
        "--WEBSITE_INSTANCE_ID=1"
    )]
    [InlineData(
        "Usher__EncryptionKey",
        "--Usher:TokenKey={key}",
        "--Usher:PublicUrl=https://x",
        "--Usher:EncryptionKey={key};{sample}",
        "--WEBSITE_INSTANCE_ID=1"
    )]
    [InlineData(
        "Usher__ManagementKey",
        "--Usher:TokenKey={key}",
        "--Usher:PublicUrl=https://x",
        "--Usher:EncryptionKey={key}",
        "--Usher:ManagementKey={sample}",
        "--WEBSITE_INSTANCE_ID=1"
    )]
    [InlineData(
        "Usher__Lifecycle__StageLead",
        "--Usher:TokenKey={key}",
        "--Usher:PublicUrl=https://x",
        "--Usher:EncryptionKey={key}",
        "--Usher:Lifecycle:StageLead=soon"
    )]
    [InlineData(
        "Usher__Lifecycle__JoinLead",
        "--Usher:TokenKey={key}",
        "--Usher:PublicUrl=https://x",
        "--Usher:EncryptionKey={key}",
        "--Usher:Lifecycle:JoinLead=00:01:00"
    )]
    [InlineData(
        "Usher__Lifecycle__JoinGrace",
        "--Usher:TokenKey={key}",
        "--Usher:PublicUrl=https://x",
        "--Usher:EncryptionKey={key}",
        "--Usher:Lifecycle:JoinGrace=-00:00:01"
    )]
    [InlineData(
        "Usher__Lifecycle__LaunchTimeout",
        "--Usher:TokenKey={key}",
        "--Usher:PublicUrl=https://x",
        "--Usher:EncryptionKey={key}",
        "--Usher:Lifecycle:LaunchTimeout=0"
    )]
    [InlineData(
        "Usher__Lifecycle__BreakoutRoomTimeout",
        "--Usher:TokenKey={key}",
        "--Usher:PublicUrl=https://x",
        "--Usher:EncryptionKey={key}",
        "--Usher:Lifecycle:BreakoutRoomTimeout=00:00:00.5"
    )]
    [InlineData(
        "Usher__Lifecycle__LeaveTimeout",
        "--Usher:TokenKey={key}",
        "--Usher:PublicUrl=https://x",
        "--Usher:EncryptionKey={key}",
        "--Usher:Lifecycle:LeaveTimeout=2 minutes"
    )]
    [InlineData(
        "Usher__Lifecycle__PostProcessingTimeout",
        "--Usher:TokenKey={key}",
        "--Usher:PublicUrl=https://x",
        "--Usher:EncryptionKey={key}",
        "--Usher:Lifecycle:PostProcessingTimeout=25:61:00"
    )]
    [InlineData(
        "Usher__Lifecycle__HeartbeatTimeout",
        "--Usher:TokenKey={key}",
        "--Usher:PublicUrl=https://x",
        "--Usher:EncryptionKey={key}",
        "--Usher:Lifecycle:HeartbeatTimeout=00:00:00"
    )]
    [InlineData(
        "Usher__Lifecycle__SilenceTimeout",
        "--Usher:TokenKey={key}",
        "--Usher:PublicUrl=https://x",
        "--Usher:EncryptionKey={key}",
        "--Usher:Lifecycle:SilenceTimeout=10675199.02:48:05"
    )]
    [InlineData(
        "Usher__Lifecycle__OutageGrace",
        "--Usher:TokenKey={key}",
        "--Usher:PublicUrl=https://x",
        "--Usher:EncryptionKey={key}",
        "--Usher:Lifecycle:OutageGrace=-1"
    )]
    [InlineData(
        "Usher__Simulation__Admission",
        "--Usher:TokenKey={key}",
        "--Usher:PublicUrl=https://x",
        "--Usher:EncryptionKey={key}",
        "--Usher:Simulation:Admission=x"
    )]
    [InlineData(
        "Usher__Simulation__MeetingLength",
        "--Usher:TokenKey={key}",
        "--Usher:PublicUrl=https://x",
        "--Usher:EncryptionKey={key}",
        "--Usher:Simulation:MeetingLength=8"
    )]
    [InlineData(
        "Usher__Simulation__Departure",
        "--Usher:TokenKey={key}",
        "--Usher:PublicUrl=https://x",
        "--Usher:EncryptionKey={key}",
        "--Usher:Simulation:Departure=-00:00:01"
    )]
    [InlineData(
        "Usher__Simulation__Processing",
        "--Usher:TokenKey={key}",
        "--Usher:PublicUrl=https://x",
        "--Usher:EncryptionKey={key}",
        "--Usher:Simulation:Processing=1e3"
    )]
    [InlineData(
        "AzureWebJobsStorage__accountName",
        "--Usher:TokenKey={key}",
        "--Usher:PublicUrl=https://x",
        "--Usher:EncryptionKey={key}",
        "--AzureWebJobsStorage=",
        "--AzureWebJobsStorage:accountName=not a name"
    )]
    [InlineData(
        "OTEL_EXPORTER_OTLP_ENDPOINT",
        "--Usher:TokenKey={key}",
        "--Usher:PublicUrl=https://x",
        "--Usher:EncryptionKey={key}",
        "--OTEL_EXPORTER_OTLP_ENDPOINT=nowhere"
    )]
    [InlineData(
        "APPLICATIONINSIGHTS_CONNECTION_STRING",
        "--Usher:TokenKey={key}",
        "--Usher:PublicUrl=https://x",
        "--Usher:EncryptionKey={key}",
        "--APPLICATIONINSIGHTS_CONNECTION_STRING=garbage"
    )]
    [InlineData(
        "APPLICATIONINSIGHTS_CONNECTION_STRING",
        "--Usher:TokenKey={key}",
        "--Usher:PublicUrl=https://x",
        "--Usher:EncryptionKey={key}",
        "--APPLICATIONINSIGHTS_CONNECTION_STRING=InstrumentationKey=x;IngestionEndpoint=https://x"
    )]
    [InlineData(
        "AzureWebJobsStorage",
        "--Usher:TokenKey={key}",
        "--Usher:PublicUrl=https://x",
        "--Usher:EncryptionKey={key}",
        "--AzureWebJobsStorage="
    )]
    public void A_missing_or_invalid_setting_stops_the_start_and_is_named(string name, params string[] arguments)
    {
        string[] all =
        [
            "--AzureWebJobsStorage=UseDevelopmentStorage=true",
            .. arguments.Select(argument =>
                argument.Replace("{key}", Key, StringComparison.Ordinal).Replace("{sample}", SampleKey, StringComparison.Ordinal)
            ),
        ];

        var refusal = Assert.Throws<SettingException>(() =>
        {
            var builder = FunctionsApplication.CreateBuilder(all);
            builder.AddUsher();
            using var app = builder.Build();
            ActivatorUtilities.CreateInstance<StorageStarter>(app.Services);
        });

        Assert.Contains(name, refusal.Message, StringComparison.Ordinal);
    }
}
