using System.Net;
using System.Text.RegularExpressions;

namespace Usher.Tests.Api.Description;

/// <summary>
/// Looks at every answer on its way to a test: it has to be one that the description has. Not described are the probe of the Functions
/// host, and what a handler that a test has made fail answers.
/// </summary>
internal sealed class DescribedAnswers : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (response.StatusCode == HttpStatusCode.InternalServerError)
        {
            return response;
        }

        var isJson = response.Content.Headers.ContentType?.MediaType == "application/json";
        var text = isJson ? await response.Content.ReadAsStringAsync(cancellationToken) : "";
        var headers = response.Headers.Concat(response.Content.Headers).Select(header => header.Key).ToList();
        Assert.Null(
            Described.FindInAnswer(request.Method.Method, request.RequestUri!.AbsolutePath, (int)response.StatusCode, text, headers)
        );
        return response;
    }
}
