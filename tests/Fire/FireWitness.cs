using System.Text.Json;
using Usher.Bots;
using Usher.LocalHost;
using Usher.Storage;
using Usher.Storage.Tables;
using Usher.Tests.Fire.Checker;
using FedEvent = Usher.Tests.Fire.Checker.FedEvent;

namespace Usher.Tests.Fire;

/// <summary>Collects what everybody saw into plain records. It alone knows the app's types: the checker gets none of them.</summary>
internal sealed class FireWitness(FireStage stage, HttpClient http, FireJournal journal)
{
    private const string Project = "local";
    private readonly BotStore store = new(new TableServiceClient(stage.ConnectionString).GetTableClient("bots"), TimeProvider.System);

    public async Task<FireLog> ReadAsync(CancellationToken cancellationToken)
    {
        var bots = await ListAsync(cancellationToken);
        bots.UnionWith(journal.Calls.Select(call => call.Bot).OfType<string>());
        bots.UnionWith(journal.Runner.Select(act => act.Bot));
        var told = stage.Receivers.Told.ToList();
        bots.UnionWith(told.Select(one => JsonElement.Parse(one.Body).GetProperty("bot_id").GetString()!));
        List<FedEvent> feed = [];
        List<ShownBot> shown = [];
        foreach (var bot in bots)
        {
            await foreach (var stored in store.EventsAsync(Project, BotId.Parse(bot), cancellationToken: cancellationToken))
            {
                feed.Add(Fed(bot, stored));
            }

            shown.Add(await ShownAsync(bot, cancellationToken));
        }

        return new FireLog
        {
            Calls = [.. journal.Calls],
            Runner = [.. journal.Runner],
            Told = told,
            Feed = feed,
            Shown = shown,
            Outages = [.. journal.Outages],
            QueueLease = FireStage.QueueLease,
            WebhookSecret = stage.WebhookSecret,
            EndedAt = TimeProvider.System.GetUtcNow(),
        };
    }

    /// <returns>The file.</returns>
    public static string Write(FireOptions options, FireLog log, IReadOnlyList<Violation> violations, IEnumerable<string> hostLines)
    {
        var file = Path.Combine(Repository.Artifacts, "fire", $"{options.Seed}.log");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllLines(file, violations.Select(one => $"{one}")
            .Concat(log.Outages.Select(one => $"{one}"))
            .Concat(log.Calls.Select(one => $"{one}"))
            .Concat(log.Runner.Select(one => $"{one}"))
            .Concat(log.Feed.Select(one => $"{one}"))
            .Concat(log.Shown.Select(one => $"{one}"))
            .Concat(log.Told.Select(one => $"{one}"))
            .Concat(hostLines));
        return file;
    }

    private async Task<HashSet<string>> ListAsync(CancellationToken cancellationToken)
    {
        HashSet<string> bots = [];
        for (var next = (string?)"/api/v1/bots"; next is not null;)
        {
            var page = JsonElement.Parse(await http.GetStringAsync(new Uri(new Uri(stage.Url, next).PathAndQuery, UriKind.Relative), cancellationToken));
            bots.UnionWith(page.GetProperty("results").EnumerateArray().Select(bot => bot.GetProperty("id").GetString()!));
            next = page.GetProperty("next").GetString();
        }

        return bots;
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
        return new ShownBot(
            bot,
            (int)response.StatusCode,
            body.GetProperty("state").GetString(),
            body.GetProperty("join_at").GetDateTimeOffset(),
            metadata.ValueKind == JsonValueKind.Null ? null : metadata.GetRawText(),
            response.Headers.ETag?.Tag,
            [.. body.GetProperty("events").EnumerateArray().Select(next => (
                next.GetProperty("type").GetString()!, next.GetProperty("sub_type").GetString(), next.GetProperty("created_at").GetDateTimeOffset()))]);
    }

    private static FedEvent Fed(string bot, StoredEvent stored)
    {
        var next = stored.Event;
        var fed = new FedEvent(bot, stored.Sequence, next.Type.Name, next.SubType, stored.OldState.Name, stored.NewState.Name, next.At, next.Actor.Name);
        return next switch
        {
            BotEvent.Created { Details: var details } => fed with
            {
                JoinAt = details.JoinAt,
                Metadata = details.Metadata?.Text,
                DeduplicationKey = details.DeduplicationKey,
                WebhookPath = details.Settings.HasWebhooks ? new Uri(details.Settings.Json.Element.GetProperty("webhooks")[0].GetProperty("url").GetString()!).AbsolutePath : null,
            },
            BotEvent.Updated { Changes: var changes } => fed with { JoinAt = changes.JoinAt, Metadata = changes.Metadata?.Text },
            BotEvent.Claimed { Sequence: var sequence } => fed with { Claimed = sequence },
            BotEvent.Transitioned { Data.Element: var data } when data.TryGetProperty("report", out var report) => fed with { Report = report.GetString() },
            _ => fed,
        };
    }
}
