using System.Text.Json;

namespace Usher.Tests.Support;

internal static class HttpCalls
{
    /// <summary>The body is undefined if the answer has none.</summary>
    public static async Task<(int Status, JsonElement Body)> SendAsync(
        this HttpClient client,
        string method,
        string path,
        string? body = null
    )
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Content = body is null ? null : new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, text.Length == 0 ? default : JsonElement.Parse(text));
    }
}
