using System.Text.Json;
using Usher.Tests.Support;

namespace Usher.Tests.Commands;

/// <summary>The command line, in a process of its own, on the storage of a running app.</summary>
public sealed class KeysCommandTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private TestApp app = null!;

    public async ValueTask InitializeAsync() => app = await TestApp.StartAsync(azurite.ConnectionString);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task A_customer_gets_in_and_out_again()
    {
        var project = $"{app.Project}_shell";
        Assert.Equal(0, (await UsherAsync("projects", "create", project)).ExitCode);
        Assert.Equal(1, (await UsherAsync("projects", "create", project)).ExitCode);
        Assert.Contains(project, (await UsherAsync("projects", "list")).Output, StringComparison.Ordinal);

        var key = (await UsherAsync("keys", "create", "--project", project)).Output.Split('\n')[0].Trim();
        using var first = app.ClientOf(key);
        Assert.Equal(200, (await first.SendAsync("GET", "/api/v1/bots")).Status);

        var listed = JsonElement.Parse((await UsherAsync("keys", "list", "--project", project, "--json")).Output).GetProperty("results")[0];
        var id = listed.GetProperty("id").GetString()!;
        Assert.Equal(JsonValueKind.Null, listed.GetProperty("disabled_at").ValueKind);
        var rotated = await UsherAsync("keys", "rotate", id, "--project", project, "--overlap", "00:00:00", "--json");
        using var second = app.ClientOf(JsonElement.Parse(rotated.Output).GetProperty("key").GetString()!);
        Assert.Equal(200, (await second.SendAsync("GET", "/api/v1/bots")).Status);

        var other = JsonElement.Parse(rotated.Output).GetProperty("id").GetString()!;
        Assert.Equal(0, (await UsherAsync("keys", "disable", other, "--project", project)).ExitCode);
        Assert.Equal(1, (await UsherAsync("keys", "rotate", other, "--project", project)).ExitCode);
        Assert.Equal(1, (await UsherAsync("keys", "disable", "000000000000", "--project", project)).ExitCode);
        app.Clock.Advance(TimeProvider.System.GetUtcNow() - app.Clock.GetUtcNow() + TimeSpan.FromMinutes(2));
        Assert.Equal(
            (401, 401),
            ((await first.SendAsync("GET", "/api/v1/bots")).Status, (await second.SendAsync("GET", "/api/v1/bots")).Status)
        );
    }

    [Theory]
    [InlineData("verify")]
    [InlineData("verify", "--project")]
    [InlineData("verify", "--project", "A", "--fix")]
    [InlineData("keys", "make", "--project", "A")]
    [InlineData("dance")]
    [InlineData("verify", "--project", "nobody")]
    public async Task What_it_does_not_understand_or_know_it_does_not_do(params string[] arguments)
    {
        var (exitCode, _, error) = await UsherAsync(arguments);

        Assert.Equal(2, exitCode);
        Assert.NotEmpty(error);
    }

    [Theory]
    [InlineData("--help", "verify")]
    [InlineData("keys --help", "rotate")]
    [InlineData("keys rotate --help", "--overlap")]
    public async Task It_explains_itself(string arguments, string expected)
    {
        var (exitCode, output, _) = await UsherAsync(arguments.Split(' '));

        Assert.Equal(0, exitCode);
        Assert.Contains(expected, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_storage_it_says_what_is_missing()
    {
        var (exitCode, _, error) = await UsherProcess.RunAsync((string?)null, "projects", "list");

        Assert.Equal(2, exitCode);
        Assert.StartsWith("error: No storage is configured. Set AzureWebJobsStorage", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_storage_is_away_it_says_so()
    {
        var (exitCode, _, error) = await UsherProcess.RunAsync(UsherProcess.Nowhere(azurite.ConnectionString), "projects", "list");

        Assert.Equal(2, exitCode);
        Assert.StartsWith("error: Storage does not answer", error, StringComparison.Ordinal);
    }

    private Task<(int ExitCode, string Output, string Error)> UsherAsync(params string[] arguments) =>
        UsherProcess.RunAsync(azurite.ConnectionString, arguments);
}
