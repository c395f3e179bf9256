using System.Collections.Concurrent;
using Usher.LocalHost.Storage;
using Usher.Tests.Support;

[assembly: AssemblyFixture(typeof(AzuriteFixture))]

namespace Usher.Tests.Support;

/// <summary>
/// One in-memory Azurite, shared by all tests; each test class has its own account, since an Azurite query reads the whole table, whoever
/// owns the rows. Each test uses unique names for its tables and queues.
/// </summary>
public sealed class AzuriteFixture : IAsyncLifetime
{
    private const int MaxAccounts = 200;
    private readonly ConcurrentDictionary<string, string> accounts = new();
    private int taken;
    private Azurite? azurite;

    /// <summary>The account of the calling test's class.</summary>
    public string ConnectionString => Of(accounts.GetOrAdd(TestContext.Current.TestClass?.TestClassName ?? "", _ => NextAccount()));

    public async ValueTask InitializeAsync()
    {
        var all = Enumerable.Range(1, MaxAccounts).Select(number => $"{Account(number)}:{Azurite.AccountKey}");
        var environment = new Dictionary<string, string?> { ["AZURITE_ACCOUNTS"] = string.Join(';', all) };
        azurite = await Azurite.StartAsync(
            location: null,
            Console.WriteLine,
            TimeProvider.System,
            CancellationToken.None,
            environment: environment
        );
    }

    public async ValueTask DisposeAsync()
    {
        if (azurite is not null)
        {
            await azurite.DisposeAsync();
        }
    }

    /// <summary>An account of its own, for a test whose queues and tables have the names that the app gives them.</summary>
    public string NewAccount() => Of(NextAccount());

    private string Of(string account) =>
        azurite is null
            ? throw new InvalidOperationException("Azurite has not been started.")
            : azurite.ConnectionString.Replace(Azurite.AccountName, account, StringComparison.Ordinal);

    private string NextAccount() => Account(Interlocked.Increment(ref taken));

    private static string Account(int number) => $"tests{number}";
}
