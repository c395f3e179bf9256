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
        var account = StorageConnectionString.Parse("DefaultEndpointsProtocol=https;AccountName=usher;AccountKey=a2V5;EndpointSuffix=core.windows.net");

        Assert.Equal(new Uri("https://usher.table.core.windows.net"), account.TableEndpoint);
        Assert.Equal("key"u8.ToArray(), account.Key);
    }

    [Fact]
    public void A_missing_part_is_named()
    {
        var refusal = Assert.Throws<FormatException>(() => StorageConnectionString.Parse("AccountName=usher"));

        Assert.Contains("AccountKey", refusal.Message, StringComparison.Ordinal);
    }
}
