using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Usher.Api.MeetStream;
using Usher.Tests.Support;

namespace Usher.Tests.Api.Description;

/// <summary>
/// <c>/openapi.json</c> and <c>/docs</c> over HTTP, and the page as seen by a reader without scripts, colours or a mouse.
/// </summary>
public sealed class PublishedDocumentTests(AzuriteFixture azurite) : IAsyncLifetime
{
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

    [Theory]
    [InlineData("/openapi.json", "application/json")]
    [InlineData("/docs", "text/html; charset=utf-8")]
    public async Task A_client_that_already_has_a_document_gets_304(string path, string mediaType)
    {
        using var response = await nobody.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        var tag = response.Headers.ETag!;

        Assert.Equal(
            (200, mediaType, "no-cache", false),
            (
                (int)response.StatusCode,
                response.Content.Headers.ContentType!.ToString(),
                response.Headers.CacheControl!.ToString(),
                tag.IsWeak
            )
        );
        foreach (var known in new[] { $"{tag}", $"\"other\", {tag}", $"W/{tag}", "*" })
        {
            Assert.Equal(new Answer(304, "", $"{tag}"), await nobody.AskAsync("GET", path, null, ("If-None-Match", known)));
        }

        Assert.Equal(200, (await nobody.AskAsync("GET", path, null, ("If-None-Match", "\"other\""))).Status);
        Assert.Equal(new Answer(200, "", $"{tag}"), await nobody.AskAsync("HEAD", path));
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    public async Task The_root_leads_to_the_page(string method)
    {
        using var handler = new HttpClientHandler { AllowAutoRedirect = false, CheckCertificateRevocationList = true };
        using var client = new HttpClient(handler) { BaseAddress = app.Url };
        using var request = new HttpRequestMessage(new HttpMethod(method), "/");
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal((302, "/docs"), ((int)response.StatusCode, response.Headers.Location!.OriginalString));
        Assert.Equal(404, (await nobody.AskAsync("POST", "/")).Status);
    }

    [Fact]
    public async Task The_description_is_what_is_published() =>
        Assert.True(JsonNode.DeepEquals(Described.Document, JsonNode.Parse(await TextAsync("/openapi.json"))));

    [Fact]
    public async Task The_page_may_load_only_scripts_of_this_host_and_its_style_is_allowed_by_hash()
    {
        using var response = await nobody.GetAsync(new Uri("/docs", UriKind.Relative), TestContext.Current.CancellationToken);
        var html = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var style = Regex.Match(html, "<style>(.*?)</style>", RegexOptions.Singleline).Groups[1].Value;
        var policy = response.Headers.GetValues("Content-Security-Policy").Single();

        Assert.StartsWith("default-src 'none'; style-src 'sha256-", policy, StringComparison.Ordinal);
        Assert.Contains(
            $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)))}'",
            policy,
            StringComparison.Ordinal
        );
        Assert.Contains("prefers-color-scheme: dark", style, StringComparison.Ordinal);
        Assert.EndsWith(
            "script-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
                + "require-trusted-types-for 'script'; trusted-types 'none'",
            policy,
            StringComparison.Ordinal
        );
        Assert.Equal("src=\"/dashboard/docs.js\"", Assert.Single(Regex.Matches(html, "<script[^>]* ([^ >]*)></script>")).Groups[1].Value);
        Assert.DoesNotMatch("<(link|img|iframe)|<script>| on[a-z]+=|style=|url\\(|(src|href)=\"(https?:)?//", html);
    }

    [Fact]
    public async Task The_pages_headings_links_and_tables_are_well_formed()
    {
        var page = Read(await TextAsync("/docs"));
        var ids = page.Descendants().Attributes("id").Select(id => id.Value).ToList();
        var levels = page.Descendants("main")
            .Descendants()
            .Select(element => element.Name.LocalName)
            .Where(name => Regex.IsMatch(name, "^h[1-6]$"))
            .Select(name => name[1] - '0')
            .ToList();

        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.All(
            page.Descendants("a").Select(link => link.Attribute("href")!.Value),
            target => Assert.True(target == "openapi.json" || ids.Contains(target[1..]), target)
        );
        Assert.Single(page.Descendants("h1"));
        Assert.All(levels.Zip(levels.Skip(1)), pair => Assert.True(pair.Second <= pair.First + 1));
        Assert.All(page.Descendants("table"), table => Assert.NotEmpty(table.Element("caption")!.Value));
        Assert.All(
            page.Descendants("article").Concat(page.Descendants("section")),
            part => Assert.Contains(part.Attribute("aria-labelledby")!.Value, ids)
        );
    }

    [Fact]
    public async Task Every_operation_is_on_the_page_with_a_shell_command()
    {
        var articles = (
            from article in Read(await TextAsync("/docs")).Descendants("article")
            from id in article.Descendants().Attributes("id")
            select (id.Value, article)
        ).ToDictionary();

        foreach (
            var operation in Described.Document["paths"]!
                .AsObject()
                .SelectMany(path => path.Value!.AsObject())
                .Select(method => method.Value!)
        )
        {
            var article = articles[operation["operationId"]!.GetValue<string>()];
            Assert.Contains(article.Descendants("pre"), listing => listing.Value.StartsWith("curl ", StringComparison.Ordinal));
            Assert.Equal(
                operation["responses"]!.AsObject().Select(response => response.Key),
                article.Descendants("summary").Select(summary => summary.Element("strong")!.Value)
            );
        }

        Assert.Contains("botStateChange", articles.Keys);
    }

    [Fact]
    public async Task An_operation_with_several_paths_has_one_article()
    {
        var page = Read(await TextAsync("/docs"));

        var article = Assert.Single(
            page.Descendants("article"),
            one => one.Element("h3")!.Value.StartsWith("Get a transcript", StringComparison.Ordinal)
        );
        Assert.Equal(
            GetMeetStreamTranscript.Paths.Select(path => $"GET /{path.TrimStart('/')}"),
            article.Elements("p").Where(line => (string?)line.Attribute("class") == "path").Select(line => line.Value)
        );
        Assert.Single(page.Descendants("nav").Descendants("a"), link => link.Value.Contains("Get a transcript", StringComparison.Ordinal));
    }

    private Task<string> TextAsync(string path) =>
        nobody.GetStringAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

    /// <summary>The page is well-formed, so that it can be read as XML.</summary>
    private static XDocument Read(string html)
    {
        using var reader = XmlReader.Create(new StringReader(html), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        return XDocument.Load(reader);
    }
}
