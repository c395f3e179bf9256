using Microsoft.Extensions.DependencyInjection;
using Usher.Storage;
using Usher.Tests.Support;

namespace Usher.Tests.Storage;

public sealed class ProjectsTests(AzuriteFixture azurite)
{
    /// <summary>
    /// When the list and its time were written separately, a read between the two writes saw an empty list with a new time.
    /// </summary>
    [Fact]
    public async Task The_list_is_never_seen_empty_while_it_is_first_read()
    {
        await using var app = await TestApp.StartAsync(azurite.ConnectionString);
        for (var round = 0; round < 20; round++)
        {
            var projects = ActivatorUtilities.CreateInstance<Projects>(
                app.Services,
                app.Services.GetRequiredService<StorageAccount>().Tables.GetTableClient("projects")
            );
            var readers = Enumerable
                .Range(0, 4)
                .Select(_ =>
                    Task.Run(async () =>
                    {
                        var seen = await projects.IdsAsync(TestContext.Current.CancellationToken);
                        for (var again = 0; again < 10_000; again++)
                        {
                            Assert.NotEmpty(seen);
                            seen = await projects.IdsAsync(TestContext.Current.CancellationToken);
                        }
                    })
                );

            await Task.WhenAll(readers);
        }
    }
}
