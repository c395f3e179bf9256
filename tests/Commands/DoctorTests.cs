using System.Text.Json;
using Azure.Storage.Queues;
using Microsoft.Extensions.DependencyInjection;
using Usher.Bots;
using Usher.Storage;
using Usher.Tests.Support;

namespace Usher.Tests.Commands;

/// <summary>Each misconfiguration that is planted is found, named, and nothing else is.</summary>
public sealed class DoctorTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private TestApp app = null!;

    public async ValueTask InitializeAsync() => app = await TestApp.StartAsync(azurite.ConnectionString, TimeProvider.System);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task Where_all_is_well_it_says_so()
    {
        var (exitCode, findings) = await ExamineAsync([]);

        Assert.Equal((0, 0), (exitCode, findings.Count));
    }

    [Theory]
    [InlineData("Usher__TokenKey", "", "Usher__TokenKey is missing")]
    [InlineData("Usher__TokenKey", "c2hvcnQ=", "Usher__TokenKey is invalid")]
    [InlineData("Usher__EncryptionKey", "", "Usher__EncryptionKey is missing")]
    [InlineData("Usher__PublicUrl", "usher", "Usher__PublicUrl is 'usher'")]
    [InlineData("Usher__PublicUrl", "http://usher.example.com", "unencrypted")]
    [InlineData("Usher__PublicUrl", null, "Usher__PublicUrl is missing")]
    [InlineData("Usher__SeedKeys", "a-b", "Usher__SeedKeys is invalid")]
    [InlineData("Usher__ManagementKey", "", "The management API is closed")]
    [InlineData("Usher__Limits__ConcurrentBots", "many", "Usher__Limits__ConcurrentBots")]
    [InlineData("Usher__Lifecycle__LeaveTimeout", "soon", "Usher__Lifecycle__LeaveTimeout is 'soon'")]
    [InlineData("Usher__Simulation__Admission", "8", "Usher__Simulation__Admission is '8'")]
    [InlineData("Usher__Lifecycle__JoinGrace", "-00:01:00", "Usher__Lifecycle__JoinGrace is '-00:01:00'")]
    [InlineData("Usher__Lifecycle__StageLed", "00:01:00", "Did you mean Usher__Lifecycle__StageLead?")]
    [InlineData("AzureWebJobsStorage", "", "No storage is configured")]
    public async Task A_setting_that_is_wrong_is_named(string setting, string? value, string expected)
    {
        var (exitCode, findings) = await ExamineAsync(new Dictionary<string, string?> { [setting] = value });

        Assert.Equal(setting == "Usher__ManagementKey" ? 0 : 1, exitCode);
        Assert.Contains(expected, Assert.Single(findings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unreachable_storage_is_named()
    {
        var (exitCode, findings) = await ExamineAsync(
            new Dictionary<string, string?> { ["AzureWebJobsStorage"] = UsherProcess.Nowhere(azurite.ConnectionString) }
        );

        Assert.Equal(3, exitCode);
        Assert.StartsWith("Storage is not responding.", Assert.Single(findings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-60, @"This machine's clock is (59|60|61) s ahead of storage's")]
    [InlineData(60, @"This machine's clock is (59|60|61) s behind storage's")]
    public async Task A_clock_that_is_wrong_is_named_with_its_direction(int storageIsAheadBy, string expected)
    {
        await using var storage = await BusyStorage.StartAsync(azurite.ConnectionString, "TableEndpoint");
        storage.ClockIsAheadBy = TimeSpan.FromSeconds(storageIsAheadBy);

        var (exitCode, findings) = await ExamineAsync(
            new Dictionary<string, string?> { ["AzureWebJobsStorage"] = storage.ConnectionString }
        );

        Assert.Equal(1, exitCode);
        Assert.Matches(expected, Assert.Single(findings));
    }

    [Fact]
    public async Task Failed_messages_and_overdue_deadlines_are_named()
    {
        var deadlines = app.Services.GetRequiredService<Deadlines>();
        var queue = new QueueClient(
            azurite.ConnectionString,
            "bot-events-poison",
            new QueueClientOptions(QueueClientOptions.ServiceVersion.V2021_04_10)
        );
        await queue.CreateIfNotExistsAsync(cancellationToken: TestContext.Current.CancellationToken);
        foreach (var _ in Enumerable.Range(0, 40))
        {
            await queue.SendMessageAsync("given up", TestContext.Current.CancellationToken);
        }

        await deadlines.WriteAsync(
            new Deadline(app.Project, BotId.Parse(await app.CreateBotAsync()), TimeProvider.System.GetUtcNow().AddMinutes(-10)),
            TestContext.Current.CancellationToken
        );

        var (exitCode, findings) = await ExamineAsync([]);

        // The other tests look at the same storage.
        await queue.DeleteAsync(TestContext.Current.CancellationToken);
        await foreach (var overdue in deadlines.PassedAsync(TimeProvider.System.GetUtcNow(), TestContext.Current.CancellationToken))
        {
            await deadlines.RemoveAsync(overdue, TestContext.Current.CancellationToken);
        }

        Assert.Equal((1, 2), (exitCode, findings.Count));
        Assert.StartsWith("Messages that failed for good: 40, from bot-events", findings[0], StringComparison.Ordinal);
        Assert.StartsWith("Overdue deadlines: 1.", findings[1], StringComparison.Ordinal);
    }

    /// <returns>What is not fine.</returns>
    private async Task<(int ExitCode, IReadOnlyList<string> Findings)> ExamineAsync(Dictionary<string, string?> different)
    {
        var key = Convert.ToBase64String(new byte[32]);
        Dictionary<string, string?> settings = new()
        {
            ["AzureWebJobsStorage"] = azurite.ConnectionString,
            ["Usher__TokenKey"] = key,
            ["Usher__EncryptionKey"] = key,
            ["Usher__PublicUrl"] = "https://usher.example.com",
            ["Usher__ManagementKey"] = "management-key",
        };
        foreach (var (name, value) in different)
        {
            settings[name] = value;
        }

        var (exitCode, output, error) = await UsherProcess.RunAsync(settings, "doctor", "--json");
        Assert.True(output.Length > 0, error);
        var findings = JsonElement.Parse(output).GetProperty("findings").EnumerateArray().ToList();
        Assert.Equal(exitCode == 0, JsonElement.Parse(output).GetProperty("is_well").GetBoolean());
        return (
            exitCode,
            [
                .. findings
                    .Where(finding => finding.GetProperty("level").GetString() != "fine")
                    .Select(finding => finding.GetProperty("what").GetString()!),
            ]
        );
    }
}
