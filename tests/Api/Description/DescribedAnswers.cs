using System.Net;
using System.Text.RegularExpressions;

namespace Usher.Tests.Api.Description;

/// <summary>
/// Checks every response on its way to a test against the description. Exceptions are the Functions host's probe and responses from a
/// handler that a test made fail.
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
