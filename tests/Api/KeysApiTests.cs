using System.Text.Json;
using Usher.Tests.Support;

namespace Usher.Tests.Api;

/// <summary>Projects and their API keys, as an operator creates and disables them.</summary>
public sealed class KeysApiTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private TestApp app = null!;

    public async ValueTask InitializeAsync() => app = await TestApp.StartAsync(azurite.ConnectionString);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task A_project_is_created_once_and_listed()
    {
        var id = $"{app.Project}_new";

        var (status, created) = await ManageAsync("POST", "", $$"""{"id": "{{id}}"}""");
        var (again, refusal) = await ManageAsync("POST", "", $$"""{"id": "{{id}}"}""");
        var (_, list) = await ManageAsync("GET", "");

        Assert.Equal(
            (201, id, "2026-01-01T12:00:00Z"),
            (status, created.GetProperty("id").GetString(), created.GetProperty("created_at").GetString())
        );
        Assert.Equal((409, "A project with this id already exists."), (again, refusal.GetProperty("error").GetString()));
        Assert.Contains(list.GetProperty("results").EnumerateArray(), project => project.GetRawText() == created.GetRawText());
    }

    [Theory]
    [InlineData("{}", """{"id":["This field is required."]}""")]
    [InlineData("""{"id": "a-b"}""", """{"id":["Must be 1 to 64 letters, digits and underscores."]}""")]
    [InlineData("""{"id": 7}""", """{"id":["Must be 1 to 64 letters, digits and underscores."]}""")]
    public async Task A_project_id_must_be_one_that_storage_can_hold(string body, string expected)
    {
        var (status, answer) = await ManageAsync("POST", "", body);

        Assert.Equal((400, expected), (status, answer.GetRawText()));
    }

    [Fact]
    public async Task A_key_is_shown_once_and_works_from_its_creation_until_a_minute_after_it_is_disabled()
    {
        var (status, created) = await KeysAsync("POST", "");
        var (id, key) = (created.GetProperty("id").GetString()!, created.GetProperty("key").GetString()!);
        using var client = app.ClientOf(key);
        Assert.Equal(201, status);
        Assert.Equal(200, (await client.SendAsync("GET", "/api/v1/bots")).Status);

        var (_, disabled) = await KeysAsync("POST", $"/{id}/disable");
        app.Clock.Advance(TimeSpan.FromSeconds(61));
        var (_, again) = await KeysAsync("POST", $"/{id}/disable");

        Assert.Equal("2026-01-01T12:00:00Z", disabled.GetProperty("disabled_at").GetString());
        Assert.Equal(disabled.GetRawText(), again.GetRawText());
        Assert.Equal(401, (await client.SendAsync("GET", "/api/v1/bots")).Status);
        var (_, list) = await KeysAsync("GET", "");
        Assert.Contains(list.GetProperty("results").EnumerateArray(), one => one.GetRawText() == disabled.GetRawText());
        Assert.DoesNotContain(key, list.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_replaced_key_works_until_the_overlap_ends()
    {
        var (_, old) = await KeysAsync("POST", "");
        var id = old.GetProperty("id").GetString();

        var (status, created) = await KeysAsync("POST", $"/{id}/rotate", """{"overlap_seconds": 3600}""");

        using var before = app.ClientOf(old.GetProperty("key").GetString()!);
        using var after = app.ClientOf(created.GetProperty("key").GetString()!);
        Assert.Equal(201, status);
        Assert.Equal(
            (200, 200),
            ((await before.SendAsync("GET", "/api/v1/bots")).Status, (await after.SendAsync("GET", "/api/v1/bots")).Status)
        );
        app.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(
            (401, 200),
            ((await before.SendAsync("GET", "/api/v1/bots")).Status, (await after.SendAsync("GET", "/api/v1/bots")).Status)
        );
        Assert.Equal(409, (await KeysAsync("POST", $"/{id}/rotate")).Status);
    }

    [Fact]
    public async Task A_key_does_not_belong_to_another_project()
    {
        var (_, other) = await app.ManagementClient().SendAsync("POST", $"/manage/v1/projects/{app.Project}other/keys");
        var id = other.GetProperty("id").GetString();

        Assert.Equal(404, (await KeysAsync("POST", $"/{id}/disable")).Status);
        Assert.Equal(404, (await KeysAsync("POST", $"/{id}/rotate")).Status);
        Assert.Equal(404, (await KeysAsync("POST", "/nobody/disable")).Status);
        Assert.Equal(404, (await app.ManagementClient().SendAsync("POST", "/manage/v1/projects/nobody/keys")).Status);
        Assert.DoesNotContain(id!, (await KeysAsync("GET", "")).Body.GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"overlap_seconds": -1}""", 400)]
    [InlineData("""{"overlap_seconds": 1e9}""", 400)]
    [InlineData("{", 400)]
    public async Task A_refused_rotation_changes_nothing(string body, int expected)
    {
        var (_, old) = await KeysAsync("POST", "");
        var before = (await KeysAsync("GET", "")).Body.GetRawText();

        Assert.Equal(expected, (await KeysAsync("POST", $"/{old.GetProperty("id").GetString()}/rotate", body)).Status);

        Assert.Equal(before, (await KeysAsync("GET", "")).Body.GetRawText());
    }

    private Task<(int Status, JsonElement Body)> ManageAsync(string method, string path, string? body = null) =>
        app.ManagementClient().SendAsync(method, $"/manage/v1/projects{path}", body);

    private Task<(int Status, JsonElement Body)> KeysAsync(string method, string path, string? body = null) =>
        ManageAsync(method, $"/{app.Project}/keys{path}", body);
}
