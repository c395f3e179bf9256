using System.Globalization;
using System.Text.Json;
using Usher.Tests.Support;

namespace Usher.Tests.EndToEnd;

/// <summary>One bot on a development host, as its caller sees it.</summary>
internal sealed class Meeting(HttpClient client, string bot)
{
    public string Bot => bot;

    public static async Task<Meeting> CreateAsync(HttpClient client, double? inSeconds = null)
    {
        var (_, body) = await Eventually.GetAsync(
            () =>
                TryAsync(() =>
                    client.SendAsync(
                        "POST",
                        "/api/v1/bots",
                        $$"""{"meeting_url": "https://meet.google.com/abc-defg-hij", "bot_name": "Usher"{{JoinAt(inSeconds)}}}"""
                    )
                ),
            answer => answer.Status == 201
        );
        return new Meeting(client, body.GetProperty("id").GetString()!);
    }

    /// <summary>Computed for the attempt that gets through: a failed request may have taken longer than a bot was to wait.</summary>
    private static string JoinAt(double? inSeconds) =>
        inSeconds is { } seconds ? $", \"join_at\": \"{Time(TimeProvider.System.GetUtcNow().AddSeconds(seconds))}\"" : "";

    public static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture);

    public async Task<JsonElement> GetAsync() => (await client.SendAsync("GET", $"/api/v1/bots/{bot}")).Body;

    /// <summary>Gets one of its results, such as its <c>transcript</c>.</summary>
    public async Task<JsonElement> GetAsync(string what)
    {
        var (status, body) = await client.SendAsync("GET", $"/api/v1/bots/{bot}/{what}");
        Assert.Equal(200, status);
        return body;
    }

    /// <summary>Downloads from Blob storage itself, with nothing but the address.</summary>
    public static async Task<byte[]> DownloadAsync(JsonElement recording)
    {
        using var reader = new HttpClient();
        return await reader.GetByteArrayAsync(new Uri(recording.GetProperty("url").GetString()!), TestContext.Current.CancellationToken);
    }

    public Task<(int Status, JsonElement Body)> PatchAsync(string body) => client.SendAsync("PATCH", $"/api/v1/bots/{bot}", body);

    public Task<(int Status, JsonElement Body)> DeleteAsync() => client.SendAsync("DELETE", $"/api/v1/bots/{bot}");

    public Task<(int Status, JsonElement Body)> LeaveAsync() => client.SendAsync("POST", $"/api/v1/bots/{bot}/leave");

    public Task<JsonElement> UntilAsync(params string[] states) =>
        Eventually.GetAsync(
            () => TryAsync(GetAsync),
            body =>
                body.ValueKind == JsonValueKind.Object && body.TryGetProperty("state", out var state) && states.Contains(state.GetString())
        );

    /// <summary>Tells the bot to leave once it records, and again if the handler was down.</summary>
    public async Task LeavesAsync()
    {
        await UntilAsync("joined_recording");
        await Eventually.GetAsync(
            () => TryAsync(LeaveAsync),
            answer => answer.Status == 200 || (answer.Status == 400 && answer.Body.ToString().Contains("leaving", StringComparison.Ordinal))
        );
    }

    /// <summary>The bot ended like any bot that was in a meeting, and joined it once.</summary>
    public async Task<JsonElement> EndsRightAsync()
    {
        var body = await UntilAsync("ended", "fatal_error");
        var events = Events(body);
        Assert.Equal("ended", body.GetProperty("state").GetString());
        Assert.Single(events, type => type == "join_requested");
        Assert.Single(events, type => type == "joined_meeting");
        Assert.Equal(
            ("complete", "complete"),
            (body.GetProperty("recording_state").GetString(), body.GetProperty("transcription_state").GetString())
        );
        return body;
    }

    /// <summary>Retries a request that failed because the handler or its host was down.</summary>
    private static async Task<T?> TryAsync<T>(Func<Task<T>> request)
    {
        try
        {
            return await request();
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException)
        {
            return default;
        }
    }

    public static List<string> Events(JsonElement body) =>
        [.. body.GetProperty("events").EnumerateArray().Select(entry => entry.GetProperty("type").GetString()!)];

    public static DateTimeOffset TimeOf(JsonElement body, string type) =>
        body.GetProperty("events")
            .EnumerateArray()
            .Single(entry => entry.GetProperty("type").GetString() == type)
            .GetProperty("created_at")
            .GetDateTimeOffset();

    public static DateTimeOffset JoinAt(JsonElement body) => body.GetProperty("join_at").GetDateTimeOffset();
}
