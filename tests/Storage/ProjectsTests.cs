using Microsoft.Extensions.DependencyInjection;
using Usher.Storage;
using Usher.Tests.Support;

namespace Usher.Tests.Storage;

public sealed class ProjectsTests(AzuriteFixture azurite)
{
    /// <summary>With the list and its time apart, whoever read between the two writes saw an empty list with a new time.</summary>
    [Fact]
    public async Task Nobody_sees_an_empty_list_while_it_is_read_for_the_first_time()
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
