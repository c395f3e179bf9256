using System.Text;
using Usher.Tests.Support;

namespace Usher.Tests.Wire.Bodies;

/// <summary>A body is read in the charset and coding that its headers name, as the peer does, or refused.</summary>
public sealed class CharsetTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private TestApp app = null!;

    static CharsetTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public async ValueTask InitializeAsync() => app = await TestApp.StartAsync(azurite.ConnectionString);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Theory]
    [InlineData("utf-8", "utf-8")]
    [InlineData("UTF8", "utf-8")]
    [InlineData("\"utf_8\"", "utf-8")]
    [InlineData("iso-8859-1", "iso-8859-1")]
    [InlineData("latin1", "iso-8859-1")]
    [InlineData("Latin-1", "iso-8859-1")]
    [InlineData("ISO8859-1", "iso-8859-1")]
    [InlineData("iso-8859-15", "iso-8859-15")]
    [InlineData("windows-1252", "windows-1252")]
    [InlineData("cp1252", "windows-1252")]
    [InlineData("1252", "windows-1252")]
    [InlineData("cp037", "ibm037")]
    [InlineData("utf-16le", "utf-16")]
    [InlineData("utf_16_be", "utf-16BE")]
    [InlineData("utf-32-le", "utf-32")]
    [InlineData("mac_roman", "macintosh")]
    [InlineData("nonsense", "utf-8")]
    [InlineData("", "utf-8")]
    [InlineData("utf-16; charset=latin-1", "iso-8859-1")]
    public async Task A_body_is_read_in_its_charset(string charset, string encoding)
    {
        var body = """{"meeting_url": "https://meet.google.com/abc-defg-hij", "bot_name": "x", "metadata": {"who": "Zoë, Café"}}""";

        var (status, text) = await CreateAsync(charset, Encoding.GetEncoding(encoding).GetBytes(body));

        Assert.Equal(201, status);
        Assert.Equal("Zoë, Café", System.Text.Json.JsonElement.Parse(text).GetProperty("metadata").GetProperty("who").GetString());
    }

    [Theory]
    [InlineData("shift_jis", "shift_jis")]
    [InlineData("SJIS", "shift_jis")]
    [InlineData("euc-jp", "euc-jp")]
    [InlineData("gb18030", "gb18030")]
    public async Task A_body_in_an_East_Asian_charset_is_read(string charset, string encoding)
    {
        var body = """{"meeting_url": "https://meet.google.com/abc-defg-hij", "bot_name": "x", "metadata": {"who": "会議"}}""";

        var (_, text) = await CreateAsync(charset, Encoding.GetEncoding(encoding).GetBytes(body));

        Assert.Equal("会議", System.Text.Json.JsonElement.Parse(text).GetProperty("metadata").GetProperty("who").GetString());
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-32")]
    public async Task The_byte_order_mark_determines_the_byte_order(string charset)
    {
        foreach (var encoding in (Encoding[])[Encoding.GetEncoding(charset), Encoding.GetEncoding($"{charset}BE")])
        {
            var body = encoding.GetBytes("""{"bot_name": 5}""");
            Assert.Equal(
                (400, """{"meeting_url":["This field is required."]}"""),
                await CreateAsync(charset, [.. encoding.Preamble, .. body])
            );
            Assert.Equal((400, $$"""{"detail":"JSON parse error - the bytes are not {{charset}}."}"""), await CreateAsync(charset, body));
        }
    }

    [Theory]
    [InlineData("ascii", new byte[] { 0x22, 0xE9, 0x22 })]
    [InlineData("utf-16le", new byte[] { 0x22, 0x00, 0x00, 0xD8, 0x22, 0x00 })]
    [InlineData("utf-16le", new byte[] { 0x22 })]
    public async Task Bytes_invalid_in_the_charset_are_not_JSON(string charset, byte[] bytes) =>
        Assert.Equal((400, $$"""{"detail":"JSON parse error - the bytes are not {{charset}}."}"""), await CreateAsync(charset, bytes));

    [Fact]
    public async Task A_charset_that_only_the_peer_supports_is_refused() =>
        Assert.Equal((415, """{"detail":"Unsupported charset \"utf-7\" in request."}"""), await CreateAsync("UTF-7", "{}"u8.ToArray()));

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate, gzip")]
    [InlineData("identity, zstd")]
    [InlineData("nonsense")]
    public async Task A_compressed_body_is_refused(string coding)
    {
        var bot = await app.CreateBotAsync(inSeconds: 3600);
        byte[] packed = [0x1F, 0x8B, 8, 0];
        var text = $"Unsupported content encoding \\\"{coding}\\\" in request.";

        Assert.Equal((415, $$"""{"detail":"{{text}}"}"""), await SendAsync("POST", "/api/v1/bots", "application/json", packed, coding));
        Assert.Equal(
            (415, $$"""{"message":"{{text}}","error":"{{text}}","status_code":415}"""),
            await SendAsync("PATCH", $"/calendar/scheduled/{bot}", "application/json", packed, coding)
        );
    }

    [Theory]
    [InlineData("identity")]
    [InlineData("Identity, identity")]
    [InlineData("")]
    public async Task A_body_with_the_identity_coding_is_read(string coding) =>
        Assert.Equal(
            (400, """{"meeting_url":["This field is required."]}"""),
            await SendAsync("POST", "/api/v1/bots", "application/json", """{"bot_name": "x"}"""u8.ToArray(), coding)
        );

    private Task<(int Status, string Text)> CreateAsync(string charset, byte[] body) =>
        SendAsync("POST", "/api/v1/bots", $"application/json; charset={charset}", body);

    private async Task<(int Status, string Text)> SendAsync(
        string method,
        string path,
        string contentType,
        byte[] body,
        string? coding = null
    )
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = new ByteArrayContent(body) };
        Assert.True(request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType));
        Assert.True(coding is null || request.Content.Headers.TryAddWithoutValidation("Content-Encoding", coding));
        using var response = await app.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
