using System.Text.Json;
using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using Usher.Storage;
using Usher.Tests.Support;

namespace Usher.Tests.Api;

/// <summary>Names of API keys, and when they were last used.</summary>
public sealed class KeyUsesTests(AzuriteFixture azurite) : IAsyncLifetime
{
    /// <summary>The storage request that notes a use.</summary>
    private const string Note = "PATCH row";

    private TestApp app = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => app = await TestApp.StartAsync(azurite.ConnectionString);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task A_use_is_noted_at_most_once_an_hour()
    {
        var (id, client) = await CreateAsync("""{"name": "CI"}""");
        Assert.Equal(("CI", null), await ReadAsync(id));

        await UseAsync(client);
        await WaitForUseAsync(id, "2026-01-01T12:00:00Z");

        app.Clock.Advance(TimeSpan.FromMinutes(59));
        app.StorageRequests.Clear();
        await UseAsync(client);
        Assert.DoesNotContain(Note, app.StorageRequests);

        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await UseAsync(client);
        await WaitForUseAsync(id, "2026-01-01T13:00:00Z");
    }

    [Fact]
    public async Task Of_requests_at_the_same_time_one_notes_the_use()
    {
        var (_, client) = await CreateAsync();
        app.StorageRequests.Clear();

        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => UseAsync(client)));

        Assert.Single(app.StorageRequests, Note);
    }

    [Fact]
    public async Task A_request_does_not_wait_for_the_note()
    {
        var (id, client) = await CreateAsync();
        using var answered = new ManualResetEventSlim();
        var calls = 0;
        app.AtStorage = request =>
        {
            // The second call is for the answer.
            if (request == Note && Interlocked.Increment(ref calls) == 2)
            {
                answered.Wait(Token);
            }
        };

        await UseAsync(client);

        answered.Set();
        await WaitForUseAsync(id, "2026-01-01T12:00:00Z");
    }

    [Fact]
    public async Task A_note_that_storage_refuses_fails_no_request_and_is_written_a_minute_later()
    {
        var (id, client) = await CreateAsync();
        app.AtStorage = request => _ = request == Note ? throw new IOException("The disk is full.") : request;

        await UseAsync(client);
        await Eventually.IsTrueAsync(() =>
            app.Logs.Lines.Any(line => line.StartsWith($"The use of key {id} could not be noted.", StringComparison.Ordinal))
        );

        app.AtStorage = null;
        app.StorageRequests.Clear();
        await UseAsync(client);
        Assert.DoesNotContain(Note, app.StorageRequests);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await UseAsync(client);
        await WaitForUseAsync(id, "2026-01-01T12:01:00Z");
    }

    [Fact]
    public async Task Attempts_with_a_disabled_key_are_not_uses()
    {
        var (id, client) = await CreateAsync();
        await ManageAsync("POST", $"/{id}/disable");
        app.StorageRequests.Clear();

        Assert.Equal(401, (await client.SendAsync("GET", "/api/v1/bots")).Status);

        Assert.Equal(["GET row"], app.StorageRequests);
    }

    [Fact]
    public async Task Disabling_a_key_keeps_its_name_and_use_and_its_successor_has_the_name()
    {
        var (id, client) = await CreateAsync("""{"name": "CI"}""");
        await UseAsync(client);
        await WaitForUseAsync(id, "2026-01-01T12:00:00Z");

        var (_, created) = await ManageAsync("POST", $"/{id}/rotate");

        Assert.Equal("CI", created.GetProperty("name").GetString());
        Assert.Equal(("CI", null), await ReadAsync(created.GetProperty("id").GetString()!));
        Assert.Equal(("CI", "2026-01-01T12:00:00Z"), await ReadAsync(id));
    }

    [Theory]
    [InlineData("""{"name": ""}""")]
    [InlineData("""{"name": " "}""")]
    [InlineData("""{"name": 7}""")]
    [InlineData("""{"name": "a\nb"}""")]
    [InlineData("""{"name": "12345678901234567890123456789012345678901234567890123456789012345"}""")]
    public async Task A_name_is_one_line_of_text(string body)
    {
        var (status, answer) = await ManageAsync("POST", "", body);

        Assert.Equal((400, """{"name":["1 to 64 characters are needed, without control characters."]}"""), (status, answer.GetRawText()));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"name": null}""")]
    [InlineData(null)]
    public async Task A_key_needs_no_name(string? body)
    {
        var (id, _) = await CreateAsync(body);

        Assert.Equal((null, null), await ReadAsync(id));
    }

    /// <summary>The columns of a row that was written before keys had names and their uses were noted.</summary>
    [Fact]
    public async Task A_row_of_an_earlier_version_is_a_key_without_a_name_that_can_be_used()
    {
        var key = $"old-{app.Project}";
        var hash = ApiKeyStore.Hash(key);
        var id = Convert.ToHexStringLower(hash)[..12];
        var row = new TableEntity(id, "key")
        {
            ["Hash"] = hash,
            ["Project"] = app.Project,
            ["CreatedAt"] = app.Clock.GetUtcNow().AddYears(-1),
        };
        await app.Services.GetRequiredService<StorageAccount>().Tables.GetTableClient("apikeys").AddEntityAsync(row, Token);

        Assert.Equal((null, null), await ReadAsync(id));
        using var client = app.ClientOf(key);
        await UseAsync(client);
        await WaitForUseAsync(id, "2026-01-01T12:00:00Z");
    }

    private async Task<(string Id, HttpClient Client)> CreateAsync(string? body = null)
    {
        var (status, created) = await ManageAsync("POST", "", body);
        Assert.Equal(201, status);
        return (created.GetProperty("id").GetString()!, app.ClientOf(created.GetProperty("key").GetString()!));
    }

    private static async Task UseAsync(HttpClient client) => Assert.Equal(200, (await client.SendAsync("GET", "/api/v1/bots")).Status);

    private async Task<(string? Name, string? LastUsedAt)> ReadAsync(string id)
    {
        var (_, list) = await ManageAsync("GET", "");
        var key = list.GetProperty("results").EnumerateArray().Single(key => key.GetProperty("id").GetString() == id);
        return (key.GetProperty("name").GetString(), key.GetProperty("last_used_at").GetString());
    }

    private async Task WaitForUseAsync(string id, string at) => await Eventually.GetAsync(() => ReadAsync(id), key => key.LastUsedAt == at);

    private Task<(int Status, JsonElement Body)> ManageAsync(string method, string path, string? body = null) =>
        app.ManagementClient().SendAsync(method, $"/manage/v1/projects/{app.Project}/keys{path}", body);
}
