using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Usher.Tests.Support;

namespace Usher.Tests.Api;

/// <summary>Requests exactly as MeetStream's public SDKs send them, headers included.</summary>
internal static class MeetStreamClient
{
    public static readonly IReadOnlyList<string> Sdks = ["python", "node"];

    /// <summary>Sends a request with a JSON content type only if it has a body, as both SDKs do.</summary>
    public static async Task<(int Status, string Body)> CallAsync(
        this TestApp app,
        string sdk,
        string method,
        string path,
        string? body = null,
        string? idempotencyKey = null
    )
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Token", app.Key);
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        request.Headers.TryAddWithoutValidation("User-Agent", sdk == "python" ? "meetstream-python" : "@meetstream/sdk");
        if (sdk == "node")
        {
            request.Headers.TryAddWithoutValidation("Accept-Language", "*");
            request.Headers.TryAddWithoutValidation("Sec-Fetch-Mode", "cors");
        }

        if (idempotencyKey is not null)
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", idempotencyKey);
        }

        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        using var response = await app.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>Creates a bot that joins immediately, or in the given number of seconds of the test's clock.</summary>
    public static async Task<string> CreateMeetStreamBotAsync(this TestApp app, int? inSeconds = null, string more = "")
    {
        var joinAt = inSeconds is { } seconds
            ? $$""", "join_at": "{{app.Clock.GetUtcNow().AddSeconds(seconds):yyyy-MM-ddTHH:mm:ssZ}}" """
            : "";
        var (status, body) = await app.CallAsync(
            "python",
            "POST",
            "/api/v1/bots/create_bot",
            $$"""{"meeting_link": "https://meet.google.com/abc-defg-hij", "bot_name": "Usher"{{joinAt}}{{more}}}"""
        );
        Assert.True(status == 201, body);
        return JsonElement.Parse(body).GetProperty("bot_id").GetString()!;
    }

    public static async Task<string> StatusAsync(this TestApp app, string bot) =>
        JsonElement.Parse((await app.CallAsync("node", "GET", $"/api/v1/bots/{bot}/status")).Body).GetProperty("status").GetString()!;
}
