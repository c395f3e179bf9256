using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Usher.LocalHost;
using Usher.Tests.Fire.Checker;

namespace Usher.Tests.Fire;

/// <summary>
/// Collects what every party observed into plain records: the journals of the clients, the runner and the receivers, and what the API shows
/// at the end.
/// </summary>
/// <param name="http">Sends the project's key.</param>
/// <param name="storage">Sends no key: file addresses need none.</param>
internal sealed class FireWitness(FireOptions options, FireStage stage, HttpClient http, HttpClient storage, FireJournal journal)
{
    private readonly List<FeedEvent> feed = [];
    private readonly List<(string Bot, string Text)> fedTalk = [];
    private readonly Dictionary<string, (int Events, ShownBot Shown)> shown = [];
    private string place = "";

    public async Task<FireLog> ReadAsync(CancellationToken cancellationToken)
    {
        // The journals first: what they record has happened, so the feed that is read after them must contain it.
        var (calls, runner, told) = (journal.Calls.ToList(), journal.Runner.ToList(), stage.Receivers.Told.ToList());
        await FollowAsync(cancellationToken);
        HashSet<string> bots = [.. await PagesAsync("/api/v1/bots", bot => Text(bot, "id")!, cancellationToken)];
        bots.UnionWith(feed.Select(next => next.Bot));
        bots.UnionWith(calls.Select(call => call.Bot).OfType<string>());
        bots.UnionWith(runner.Select(act => act.Bot));
        bots.UnionWith(told.Select(one => JsonElement.Parse(one.Body).GetProperty("bot_id").GetString()!));
        var events = feed.CountBy(next => next.Bot).ToDictionary();
        foreach (var bot in bots)
        {
            // A bot with no new events since it was last read is unchanged.
            var count = events.GetValueOrDefault(bot);
            if (!shown.TryGetValue(bot, out var known) || known.Events != count || known.Shown.Status is not (200 or 404))
            {
                shown[bot] = (count, await ShownAsync(bot, cancellationToken));
            }
        }

        return new FireLog
        {
            Calls = calls,
            Runner = runner,
            Told = told,
            Feed = [.. feed],
            FedTalk = [.. fedTalk],
            Shown = [.. shown.Values.Select(read => read.Shown)],
            Outages = [.. journal.Outages],
            QueueLease = FireStage.QueueLease,
            WebhookSecret = stage.WebhookSecret,
            Rotations = [.. journal.Rotations],
            ConcurrencyLimit = options.ConcurrencyLimit,
            EndedAt = TimeProvider.System.GetUtcNow(),
        };
    }

    /// <returns>The path of the file.</returns>
    public static string Write(FireOptions options, FireLog log, IReadOnlyList<Violation> violations, IEnumerable<string> hostLines)
    {
        var file = Path.Combine(Repository.Artifacts, "fire", $"{options.Seed}.log");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllLines(
            file,
            violations
                .Select(one => $"{one}")
                .Concat(log.Outages.Select(one => $"{one}"))
                .Concat(log.Calls.Select(one => $"{one}"))
                .Concat(log.Runner.Select(one => $"{one}"))
                .Concat(log.Feed.Select(one => $"{one}"))
                .Concat(log.FedTalk.Select(one => $"{one}"))
                .Concat(log.Shown.Select(one => $"{one}"))
                .Concat(log.Told.Select(one => $"{one}"))
                .Concat(hostLines)
        );
        return file;
    }

    private async Task<List<string>> PagesAsync(string path, Func<JsonElement, string> read, CancellationToken cancellationToken)
    {
        List<string> all = [];
        for (var next = (string?)path; next is not null; )
        {
            var page = JsonElement.Parse(
                await http.GetStringAsync(new Uri(new Uri(stage.Url, next).PathAndQuery, UriKind.Relative), cancellationToken)
            );
            all.AddRange(page.GetProperty("results").EnumerateArray().Select(read));
            next = page.GetProperty("next").GetString();
        }

        return all;
    }

    private async Task<ShownBot> ShownAsync(string bot, CancellationToken cancellationToken)
    {
        using var response = await http.GetAsync(new Uri($"/api/v1/bots/{bot}", UriKind.Relative), cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            return new ShownBot(bot, (int)response.StatusCode, null, null, null, null, []);
        }

        var body = JsonElement.Parse(await response.Content.ReadAsStringAsync(cancellationToken));
        var metadata = body.GetProperty("metadata");
        var transcript = JsonElement.Parse(
            await http.GetStringAsync(new Uri($"/api/v1/bots/{bot}/transcript", UriKind.Relative), cancellationToken)
        );
        return new ShownBot(
            bot,
            (int)response.StatusCode,
            body.GetProperty("state").GetString(),
            body.GetProperty("join_at").GetDateTimeOffset(),
            metadata.ValueKind == JsonValueKind.Null ? null : metadata.GetRawText(),
            response.Headers.ETag?.Tag,
            [
                .. body.GetProperty("events")
                    .EnumerateArray()
                    .Select(next =>
                        (
                            next.GetProperty("type").GetString()!,
                            next.GetProperty("sub_type").GetString(),
                            next.GetProperty("created_at").GetDateTimeOffset()
                        )
                    ),
            ]
        )
        {
            Transcript =
            [
                .. transcript.EnumerateArray().Select(said => said.GetProperty("transcription").GetProperty("transcript").GetString()!),
            ],
            Chat = await PagesAsync($"/api/v1/bots/{bot}/chat_messages", message => Text(message, "text")!, cancellationToken),
            Recording = await RecordingAsync(bot, cancellationToken),
        };
    }

    private async Task<string?> RecordingAsync(string bot, CancellationToken cancellationToken)
    {
        using var response = await http.GetAsync(new Uri($"/api/v1/bots/{bot}/recording", UriKind.Relative), cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        var address = JsonElement.Parse(await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync(cancellationToken));
        using var file = await storage.GetAsync(new Uri(Text(address, "url")!), cancellationToken);
        return file.IsSuccessStatusCode
            ? Convert.ToHexStringLower(SHA256.HashData(await file.Content.ReadAsByteArrayAsync(cancellationToken)))
            : $"{file.StatusCode}";
    }

    /// <summary>Reads the feed like a consumer that missed every webhook: from its last cursor to the end.</summary>
    /// <returns>How many events of bots and meetings it read.</returns>
    public async Task<int> FollowAsync(CancellationToken cancellationToken)
    {
        for (var before = feed.Count + fedTalk.Count; ; )
        {
            var page = JsonElement.Parse(
                await http.GetStringAsync(
                    new Uri($"/api/v1/events?limit=200&after={Uri.EscapeDataString(place)}", UriKind.Relative),
                    cancellationToken
                )
            );
            var events = page.GetProperty("results").EnumerateArray().ToLookup(next => next.TryGetProperty("sequence_number", out _));
            feed.AddRange(events[true].Select(Fed));
            fedTalk.AddRange(events[false].Where(next => Text(next, "type") == "transcript.update").Select(Said));
            if (place == page.GetProperty("next").GetString())
            {
                return feed.Count + fedTalk.Count - before;
            }

            place = page.GetProperty("next").GetString()!;
        }
    }

    private static (string Bot, string Text) Said(JsonElement next) =>
        (Text(next, "bot_id")!, Text(next.GetProperty("data").GetProperty("transcription"), "transcript")!);

    private static FeedEvent Fed(JsonElement next)
    {
        var data = next.GetProperty("data");
        var sequence = next.GetProperty("sequence_number").GetInt32();
        return new FeedEvent(
            Text(next, "bot_id")!,
            sequence,
            Text(next, "type")!,
            Text(next, "sub_type"),
            Text(next, "old_state")!,
            Text(next, "new_state")!,
            next.GetProperty("created_at").GetDateTimeOffset(),
            Text(next, "actor")!
        )
        {
            JoinAt = Text(data, "join_at") is { } joinAt ? DateTimeOffset.Parse(joinAt, CultureInfo.InvariantCulture) : null,
            Metadata = Member(data, "metadata")?.GetRawText(),
            DeduplicationKey = Text(data, "deduplication_key"),
            WebhookPath =
                sequence == 1 && data.GetProperty("settings").EnumerateArray().Any(group => group.GetString() == "webhooks")
                    ? FireClient.OwnWebhookPath
                    : null,
            Claimed = Member(data, "sequence_number")?.GetInt32(),
            Report = Text(data, "report"),
        };
    }

    private static string? Text(JsonElement json, string name) => Member(json, name)?.GetString();

    /// <summary>Null if the member is null or missing.</summary>
    private static JsonElement? Member(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null
            ? member
            : null;
}
