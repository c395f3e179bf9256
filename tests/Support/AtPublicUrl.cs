namespace Usher.Tests.Support;

/// <summary>Answers are full of links to the app's public address: this handler redirects them to the test's app.</summary>
internal sealed class AtPublicUrl(Uri app) : DelegatingHandler
{
    public const string PublicUrl = "https://usher.example.com";

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri!.GetLeftPart(UriPartial.Authority) == PublicUrl)
        {
            request.RequestUri = new Uri(app, request.RequestUri.PathAndQuery);
        }

        return base.SendAsync(request, cancellationToken);
    }
}
