using System.Text;
using System.Text.RegularExpressions;
using Azure.Storage.Blobs;
using Usher.Dashboard;
using Usher.LocalHost;
using Usher.Tests.Support;

namespace Usher.Tests.Dashboard;

/// <summary>The page and its files over HTTP: what comes with them, and what is nowhere in them.</summary>
public sealed partial class DashboardFilesTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private static readonly string Folder = Path.Combine(Repository.Root, "functions", "Dashboard", "Files");
    private static readonly string[] Names =
    [
        .. Directory.GetFiles(Folder).Select(path => Path.GetFileName(path)).Append(StatesModule.Name).Order(StringComparer.Ordinal),
    ];

    /// <summary>Before compression.</summary>
    private const int MaxBytesAtOnce = 70_000;

    private TestApp app = null!;
    private HttpClient nobody = null!;

    public async ValueTask InitializeAsync()
    {
        app = await TestApp.StartAsync(azurite.ConnectionString);
        nobody = new HttpClient { BaseAddress = app.Url };
    }

    public async ValueTask DisposeAsync()
    {
        nobody.Dispose();
        await app.DisposeAsync();
    }

    [Fact]
    public async Task Every_file_is_served_as_it_is_with_its_type_and_the_policy()
    {
        foreach (var (path, name) in Names.Select(name => ($"/dashboard/{name}", name)).Prepend(("/dashboard", "index.html")))
        {
            using var response = await nobody.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

            Assert.Equal(200, (int)response.StatusCode);
            Assert.Equal(Type(name), response.Content.Headers.ContentType!.ToString());
            Assert.Equal(
                "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
                    + $"media-src {new BlobServiceClient(azurite.ConnectionString).Uri}/recordings/; base-uri 'none'; form-action 'none'; "
                    + "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
                response.Headers.GetValues("Content-Security-Policy").Single()
            );
            Assert.Equal(
                ("nosniff", "no-referrer"),
                (response.Headers.GetValues("X-Content-Type-Options").Single(), response.Headers.GetValues("Referrer-Policy").Single())
            );
            Assert.Equal(Bytes(name), await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
            Assert.Equal(304, (await nobody.AskAsync("GET", path, null, ("If-None-Match", $"{response.Headers.ETag}"))).Status);
        }
    }

    [Theory]
    [InlineData("/dashboard/nothing.js")]
    [InlineData("/dashboard/INDEX.html")]
    [InlineData("/dashboard/..%2F..%2Fhost.json")]
    [InlineData("/dashboard/Dashboard%2Findex.html")]
    public async Task There_are_no_other_files(string path) => Assert.Equal(404, (await nobody.AskAsync("GET", path)).Status);

    [Fact]
    public void Every_file_is_used_and_every_file_that_is_used_is_there()
    {
        var used = Names
            .Where(name => !name.EndsWith(".svg", StringComparison.Ordinal))
            .SelectMany(name => Reference.Matches(Text(name)).Select(match => match.Groups[1].Value))
            .Concat(["index.html", "docs.js"]); // what /dashboard and /docs begin with

        Assert.Equal(Names, used.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_first_page_loads_little()
    {
        List<string> loaded = ["index.html"];
        for (var i = 0; i < loaded.Count; i++)
        {
            var name = loaded[i];
            loaded.AddRange(LoadedAtOnce.Matches(Text(name)).Select(match => match.Groups[1].Value).Distinct().Except(loaded));
        }

        Assert.DoesNotContain("bot.js", loaded);
        Assert.InRange(loaded.Sum(name => Bytes(name).Length), 1, MaxBytesAtOnce);
    }

    [Fact]
    public void No_file_makes_markup_of_text_or_knows_of_another_host()
    {
        Assert.All(
            Names.Where(name => name.EndsWith(".js", StringComparison.Ordinal)),
            name =>
                Assert.DoesNotMatch(
                    "innerHTML|outerHTML|insertAdjacentHTML|document\\.write|DOMParser|eval\\(|new Function|localStorage|document\\.cookie",
                    Text(name)
                )
        );
        Assert.All(
            Names.Where(name => name.EndsWith(".html", StringComparison.Ordinal)),
            name => Assert.DoesNotMatch("<script>|<style|style=\"| on[a-z]+=\"", Text(name))
        );
        Assert.All(Names, name => Assert.DoesNotMatch("(src|href|from|import)[ =(]*['\"](https?:)?//", Text(name)));
    }

    private static string Text(string name) => Encoding.UTF8.GetString(Bytes(name));

    private static byte[] Bytes(string name) =>
        name == StatesModule.Name ? StatesModule.Bytes() : File.ReadAllBytes(Path.Combine(Folder, name));

    private static string Type(string name) =>
        Path.GetExtension(name) switch
        {
            ".html" => "text/html; charset=utf-8",
            ".css" => "text/css; charset=utf-8",
            ".js" => "text/javascript; charset=utf-8",
            _ => "image/svg+xml",
        };

    [GeneratedRegex("""(?:/dashboard/|from '\./|import\('\./)([a-z-]+\.[a-z]+)["']""")]
    private static partial Regex Reference { get; }

    /// <summary>What a file loads at once, and not when it is needed.</summary>
    [GeneratedRegex("""(?:(?:href|src)="/dashboard/|from '\./)([a-z-]+\.[a-z]+)["']""")]
    private static partial Regex LoadedAtOnce { get; }
}
