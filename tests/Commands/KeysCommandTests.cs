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

        var key = (await UsherAsync("keys", "create", "--project", project, "--name", "CI")).Output.Split('\n')[0].Trim();
        using var first = app.ClientOf(key);
        Assert.Equal(200, (await first.SendAsync("GET", "/api/v1/bots")).Status);

        var listed = JsonElement.Parse((await UsherAsync("keys", "list", "--project", project, "--json")).Output).GetProperty("results")[0];
        var id = listed.GetProperty("id").GetString()!;
        Assert.Equal("CI", listed.GetProperty("name").GetString());
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

    [Fact]
    public async Task Keys_are_listed_in_columns()
    {
        await UsherAsync("keys", "create", "--project", app.Project, "--name", "Nightly run");
        Assert.Equal(200, (await app.Client.SendAsync("GET", "/api/v1/bots")).Status);

        var (exitCode, output, _) = await Eventually.GetAsync(
            () => UsherAsync("keys", "list", "--project", app.Project),
            list => list.Output.Split('\n').Any(IsUsed)
        );

        var lines = output.TrimEnd('\n').Split('\n');
        Assert.Equal(
            (0, "KEY           NAME         CREATED                      LAST USED                    DISABLED"),
            (exitCode, lines[0])
        );
        Assert.Matches("^[0-9a-f]{12}  -            [0-9T:.-]+Z +[0-9T:.-]+Z +no$", Assert.Single(lines, IsUsed));
        Assert.Matches(
            "^[0-9a-f]{12}  -            [0-9T:.-]+Z +never +from [0-9T:.-]+Z$",
            Assert.Single(lines, line => line.Contains("from", StringComparison.Ordinal))
        );
        Assert.Matches("^[0-9a-f]{12}  Nightly run  [0-9T:.-]+Z +never +no$", lines[^1]);

        static bool IsUsed(string line) =>
            line.EndsWith("no", StringComparison.Ordinal) && !line.Contains("never", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dance", "usher has no command 'dance'.", "usher")]
    [InlineData("projcts list", "usher has no command 'projcts'. Did you mean 'projects'?", "usher")]
    [InlineData("keys make --project A", "usher keys has no command 'make'.", "usher keys")]
    [InlineData("verify", "--project is missing.", "usher verify")]
    [InlineData("verify --project", "--project needs a value.", "usher verify")]
    [InlineData("verify --project A --project B", "--project takes one value.", "usher verify")]
    [InlineData("verify --project A --fix", "usher verify has no option '--fix'.", "usher verify")]
    [InlineData("verify --project A --repair=no", "usher verify takes no argument 'no'.", "usher verify")]
    [InlineData("keys disable --project A", "<key> is missing.", "usher keys disable")]
    [InlineData("keys rotate x --project A --overlap 1", "--overlap is '1'. It must be a time such as 1.00:00:00.", "usher keys rotate")]
    [InlineData("keys rotate x --project A --overlap=-1:0:0", "--overlap is '-1:0:0'. It must be a time such as ", "usher keys rotate")]
    [InlineData("projects create a-b", "A project's id has up to 64 letters, digits and underscores.", "usher projects create")]
    [InlineData("bots list --project A --state joinning", "'joinning' is not a state. The states are ready, ", "usher bots list")]
    [InlineData(
        "keys create --project A --name 12345678901234567890123456789012345678901234567890123456789012345",
        "A key's name has 1 to 64 characters, without control characters.",
        "usher keys create"
    )]
    [InlineData("simulate --key k --url here", "--url is 'here'. It must be an address such as ", "usher simulate")]
    public async Task A_wrong_command_line_is_refused_with_2_and_a_hint(string arguments, string expected, string helped)
    {
        var (exitCode, output, error) = await UsherAsync(arguments.Split(' '));

        Assert.Equal((2, ""), (exitCode, output));
        Assert.StartsWith($"error: {expected}", error, StringComparison.Ordinal);
        Assert.EndsWith($"\nFor help, run: {helped} --help\n", error, StringComparison.Ordinal);
        Assert.Equal(2, error.Count(character => character == '\n'));
    }

    [Fact]
    public async Task An_unknown_project_is_refused_with_1()
    {
        var (exitCode, _, error) = await UsherAsync("verify", "--project", "nobody");

        Assert.Equal((1, "error: There is no project 'nobody'. To see all projects, run: usher projects list\n"), (exitCode, error));
    }

    [Theory]
    [InlineData("", 2, "Projects and keys:")]
    [InlineData("keys", 2, "rotate")]
    [InlineData("--help", 0, "verify")]
    [InlineData("keys --help", 0, "rotate")]
    [InlineData("keys rotate --help", 0, "--overlap 7.00:00:00")]
    public async Task Help_is_printed_when_it_is_asked_for_or_no_verb_is_given(string arguments, int expectedCode, string expected)
    {
        var (exitCode, output, error) = await UsherAsync(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal((expectedCode, ""), (exitCode, error));
        Assert.Contains(expected, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_storage_it_says_what_is_missing()
    {
        var (exitCode, _, error) = await UsherProcess.RunAsync((string?)null, "projects", "list");

        Assert.Equal(2, exitCode);
        Assert.StartsWith("error: No storage is configured. Set AzureWebJobsStorage", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("stopped", "Storage is not responding.")]
    [InlineData("wrong key", "Storage rejected this key or identity.")]
    [InlineData("wrong account", "Storage ")]
    [InlineData("another server", "Storage ")]
    public async Task Storage_that_cannot_be_used_is_explained_in_one_sentence_of_ours(string storage, string expected)
    {
        var connectionString = storage switch
        {
            "stopped" => UsherProcess.Nowhere(azurite.ConnectionString),
            "wrong key" => With("AccountKey", Convert.ToBase64String(new byte[64])),
            "wrong account" => With("TableEndpoint", Part("TableEndpoint") + "other"),
            _ => With("TableEndpoint", $"{app.Url}"),
        };

        var (exitCode, output, error) = await UsherProcess.RunAsync(connectionString, "projects", "list");

        Assert.Equal((3, ""), (exitCode, output));
        Assert.StartsWith($"error: {expected}", error, StringComparison.Ordinal);
        Assert.DoesNotContain("Azure.", error, StringComparison.Ordinal);
        Assert.Equal(1, error.Count(character => character == '\n'));
    }

    private string Part(string name) =>
        azurite.ConnectionString.Split(';').Single(part => part.StartsWith($"{name}=", StringComparison.Ordinal))[(name.Length + 1)..];

    private string With(string name, string value) =>
        azurite.ConnectionString.Replace($"{name}={Part(name)}", $"{name}={value}", StringComparison.Ordinal);

    private Task<(int ExitCode, string Output, string Error)> UsherAsync(params string[] arguments) =>
        UsherProcess.RunAsync(azurite.ConnectionString, arguments);
}
