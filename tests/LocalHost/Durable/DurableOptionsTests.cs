using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Usher.LocalHost;
using Usher.LocalHost.Durable;
using Usher.Storage;
using Usher.Storage.Tables;

namespace Usher.Tests.LocalHost.Durable;

public sealed class DurableOptionsTests
{
    [Fact]
    public void Host_json_gives_the_hub_and_the_limits()
    {
        var options = Read("""{"hubName":"Usher","maxConcurrentActivityFunctions":3,"maxConcurrentOrchestratorFunctions":2,"extendedSessionsEnabled":false}""");

        Assert.Equal(("Usher", "usherhub", 3, 2), (options.HubName, options.TableName, options.MaxConcurrentActivityFunctions, options.MaxConcurrentOrchestratorFunctions));
    }

    [Fact]
    public void Without_a_section_the_extensions_defaults_hold()
    {
        var options = DurableOptions.Read([], _ => null);

        Assert.Equal(("TestHubName", 10 * Environment.ProcessorCount), (options.HubName, options.MaxConcurrentActivityFunctions));
    }

    [Fact]
    public void A_hub_name_may_come_from_a_setting() =>
        Assert.Equal("FromSetting", Read("""{"hubName":"%HUB%"}""", name => name == "HUB" ? "FromSetting" : null).HubName);

    [Theory]
    [InlineData("""{"hubName":"1hub"}""")]
    [InlineData("""{"hubName":"my-hub"}""")]
    [InlineData("""{"hubName":"%UNSET%"}""")]
    [InlineData("""{"extendedSessionsEnabled":true}""")]
    public void What_the_extension_would_not_start_with_is_refused(string section) => Assert.Throws<LocalHostException>(() => Read(section));

    [Theory]
    [InlineData("http://localhost:7071")]
    [InlineData("http://localhost:7071/runtime/webhooks/durabletask")]
    public async Task The_client_payload_names_the_hub_and_the_address(string address)
    {
        await using var extension = new DurableExtension(
            new ScriptedHandler().Functions, new ScriptedHandler(), new TableServiceClient(StorageConnectionString.Development), Read("""{"hubName":"Usher"}"""),
            TimeProvider.System, NullLogger.Instance);

        var payload = JsonNode.Parse(extension.ClientPayload(new Uri(address)))!;

        Assert.Equal("Usher", (string)payload["taskHubName"]!);
        Assert.Equal("http://localhost:7071/runtime/webhooks/durabletask", (string)payload["httpBaseUrl"]!);
        Assert.StartsWith("code=", (string)payload["requiredQueryStringParameters"]!, StringComparison.Ordinal);
        Assert.Null(payload["baseUrl"]);
    }

    private static DurableOptions Read(string section, Func<string, string?>? settings = null) => DurableOptions.Read(
        new JsonObject { ["extensions"] = new JsonObject { ["durableTask"] = JsonNode.Parse(section) } }, settings ?? (_ => null));
}
