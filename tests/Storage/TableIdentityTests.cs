using Azure.Core;
using Azure.Core.Pipeline;
using Usher.Storage.Tables;

namespace Usher.Tests.Storage;

/// <summary>The Tables client with an identity instead of a key. Azurite takes none over plain HTTP, so the requests end at the door.</summary>
public sealed class TableIdentityTests
{
    private readonly DoorTransport door = new();

    [Fact]
    public async Task Requests_carry_a_token_for_storage_and_a_version_that_knows_tokens()
    {
        await ReadAsync("https://account.table.core.windows.net/");

        Assert.Equal(
            "https://account.table.core.windows.net/bots(PartitionKey='p',RowKey='r') Bearer token-for-https://storage.azure.com/.default 2020-12-06 none",
            Assert.Single(door.Requests));
    }

    [Fact]
    public async Task No_token_goes_out_without_encryption()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => ReadAsync("http://account.table.core.windows.net"));

        Assert.Empty(door.Requests);
    }

    private Task<TableEntity?> ReadAsync(string endpoint) =>
        new TableServiceClient(new Uri(endpoint), new Credential(), new TableClientOptions { Transport = door })
            .GetTableClient("bots").GetEntityIfExistsAsync("p", "r", cancellationToken: TestContext.Current.CancellationToken);

    private sealed class Credential : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new($"token-for-{string.Join(' ', requestContext.Scopes)}", DateTimeOffset.MaxValue);

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            ValueTask.FromResult(GetToken(requestContext, cancellationToken));
    }

    /// <summary>Notes what would be sent, and answers that there is no such row.</summary>
    private sealed class DoorTransport : HttpPipelineTransport
    {
        private readonly HttpClientTransport factory = new();

        public List<string> Requests { get; } = [];

        public override Request CreateRequest() => factory.CreateRequest();

        public override void Process(HttpMessage message) => throw new NotSupportedException();

        public override ValueTask ProcessAsync(HttpMessage message)
        {
            Requests.Add($"{message.Request.Uri} {Header(message, "Authorization")} {Header(message, "x-ms-version")} {Header(message, "x-ms-date")}");
            message.Response = new NoSuchRow();
            return ValueTask.CompletedTask;
        }

        private static string Header(HttpMessage message, string name) => message.Request.Headers.TryGetValue(name, out var value) ? value : "none";
    }

    private sealed class NoSuchRow : Azure.Response
    {
        public override int Status => 404;

        public override string ReasonPhrase => "Not Found";

        public override Stream? ContentStream { get; set; } = new MemoryStream("""{"odata.error":{"code":"ResourceNotFound","message":{"lang":"en-US","value":""}}}"""u8.ToArray());

        public override string ClientRequestId { get; set; } = "";

        public override void Dispose()
        {
        }

        protected override bool ContainsHeader(string name) => false;

        protected override IEnumerable<HttpHeader> EnumerateHeaders() => [];

        protected override bool TryGetHeader(string name, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? value)
        {
            value = null;
            return false;
        }

        protected override bool TryGetHeaderValues(string name, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out IEnumerable<string>? values)
        {
            values = null;
            return false;
        }
    }
}
