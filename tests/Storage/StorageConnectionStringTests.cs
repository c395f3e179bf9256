using Microsoft.Extensions.Configuration;
using Usher.Storage;

namespace Usher.Tests.Storage;

public sealed class StorageConnectionStringTests
{
    [Fact]
    public void The_development_shorthand_is_the_emulators_account()
    {
        var account = StorageConnectionString.Parse("UseDevelopmentStorage=true");

        Assert.Equal("devstoreaccount1", account.Name);
        Assert.Equal(new Uri("http://127.0.0.1:10002/devstoreaccount1"), account.TableEndpoint);
    }

    [Fact]
    public void An_account_in_Azure_needs_no_endpoint()
    {
        var account = StorageConnectionString.Parse(
            "DefaultEndpointsProtocol=https;AccountName=usher;AccountKey=a2V5;EndpointSuffix=core.windows.net"
        );

        Assert.Equal(new Uri("https://usher.table.core.windows.net"), account.TableEndpoint);
        Assert.Equal("a2V5", account.Key);
    }

    [Fact]
    public void A_missing_part_is_named()
    {
        var refusal = Assert.Throws<FormatException>(() => StorageConnectionString.Parse("AccountName=usher"));

        Assert.Contains("AccountKey", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AzureWebJobsStorage", "AccountName=usher", "It has no AccountKey")]
    [InlineData("AzureWebJobsStorage", "AccountName=usher;AccountKey=s3cr*t", "UseDevelopmentStorage=true")]
    [InlineData("AzureWebJobsStorage", "AccountName=a;AccountName=s3cr*t;AccountKey=a2V5", "UseDevelopmentStorage=true")]
    [InlineData("AzureWebJobsStorage", "usher", "UseDevelopmentStorage=true")]
    [InlineData("AzureWebJobsStorage", "AccountName=usher;AccountKey=a2V5;TableEndpoint=nowhere", "UseDevelopmentStorage=true")]
    [InlineData("AzureWebJobsStorage:tableServiceUri", "usher.table.core.windows.net", "AzureWebJobsStorage__tableServiceUri")]
    public void An_invalid_one_is_reported_without_its_text(string setting, string value, string sentence)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([KeyValuePair.Create<string, string?>(setting, value)])
            .Build();

        var refusal = Assert.Throws<SettingException>(() => new StorageAccount(configuration));

        Assert.Contains(sentence, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr*t", refusal.Message, StringComparison.Ordinal);
    }
}
