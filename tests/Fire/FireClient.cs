using System.Text.Json;
using Usher.Tests.Fire.Checker;

namespace Usher.Tests.Fire;

/// <summary>
/// Asks for one bot and does with it what the plan says. A well-behaved client: it repeats a request that got no answer, or one that says
/// "try again", with the same bytes and the same key.
/// </summary>
internal sealed class FireClient(HttpClient http, Uri receiver, PlannedBot plan, FireJournal journal, TimeProvider clock)
{
    /// <summary>The path that receives a bot's own subscription.</summary>
    public const string OwnWebhookPath = "/own";

    /// <summary>48,000 bytes, and twice as many if escaped.</summary>
    private static readonly string LargeSettings =
        $$$""", "transcription_settings": {"openai": {"model": "gpt-4o-transcribe", "prompt": "{{{new string('é', 24_000)}}}"}}""";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(3);

    public async Task LiveAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(plan.StartAfter, clock, cancellationToken);
        if (await CreateAsync(cancellationToken) is not { } bot)
        {
            return;
        }

        for (var index = 0; index < plan.Steps.Count; index++)
        {
            var step = plan.Steps[index];
            await Task.Delay(step.After, clock, cancellationToken);
            if (await TakeAsync(bot, step, $"bot {plan.Number}, step {index + 1}", cancellationToken) is null or 404)
            {
                return;
            }
        }
    }

    private async Task<string?> CreateAsync(CancellationToken cancellationToken)
    {
        var marker = $"bot {plan.Number}";
        var joinAt = plan.JoinIn is { } wait ? $", \"join_at\": \"{Time(clock.GetUtcNow() + wait)}\"" : "";
        var key = plan.DeduplicationKey is { } text ? $", \"deduplication_key\": \"{text}\"" : "";
        var webhooks = plan.HasOwnWebhook
            ? $$""", "webhooks": [{"url": "{{receiver}}{{OwnWebhookPath[1..]}}", "triggers": ["bot.state_change"]}]"""
            : "";
        var settings = plan.HasLargeSettings ? LargeSettings : "";
        var body = $$"""
            {"meeting_url": "https://meet.google.com/abc-defg-hij", "bot_name": "{{marker}}", "metadata": {"op": "{{marker}}"}{{joinAt}}{{key}}{{webhooks}}{{settings}}}
            """;
        var call = new Call("create", null, plan.IsKeyed ? $"create {marker}" : null, marker, default, default, null, "");
        var answer = await AskAsync(call, HttpMethod.Post, "/api/v1/bots", body, cancellationToken);
        return answer is { IsDone: true } ? answer.Bot
            : answer is { Status: 400 } && answer.Body.Contains("Deduplication key", StringComparison.Ordinal)
                ? await FindAsync(marker, cancellationToken)
            : null;
    }

    /// <summary>Finds the bot that holds the key: one that this client asked for without getting an answer, or another client's.</summary>
    private async Task<string?> FindAsync(string marker, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < 5; attempt++)
        {
            try
            {
                var page = JsonElement.Parse(
                    await http.GetStringAsync(
                        new Uri($"/api/v1/bots?deduplication_key={Uri.EscapeDataString(plan.DeduplicationKey!)}", UriKind.Relative),
                        cancellationToken
                    )
                );
                return page.GetProperty("results")
                    .EnumerateArray()
                    .Where(bot => StreamRules.Marker(bot.GetProperty("metadata").GetRawText()) == marker)
                    .Select(bot => bot.GetProperty("id").GetString())
                    .FirstOrDefault();
            }
            catch (Exception exception) when (IsLost(exception, cancellationToken))
            {
                await Task.Delay(LongestPause, clock, cancellationToken);
            }
        }

        return null;
    }

    private async Task<int?> TakeAsync(string bot, PlannedStep step, string marker, CancellationToken cancellationToken)
    {
        DateTimeOffset? joinAt = step.JoinIn is { } wait ? Microseconds(clock.GetUtcNow() + wait) : null;
        var (method, path, body) = step.Wish switch
        {
            Wish.Patch => (HttpMethod.Patch, $"/api/v1/bots/{bot}", $$$"""{"metadata": {"op": "{{{marker}}}"}}"""),
            Wish.Reschedule => (HttpMethod.Patch, $"/api/v1/bots/{bot}", $$"""{"join_at": "{{Time(joinAt!.Value)}}"}"""),
            Wish.Move => (
                HttpMethod.Patch,
                $"/calendar/scheduled/{bot}",
                $$$"""{"scheduled_join_time": "{{{Time(joinAt!.Value)}}}", "custom_attributes": {"op": "{{{marker}}}"}}"""
            ),
            Wish.Delete => (HttpMethod.Delete, $"/api/v1/bots/{bot}", null),
            _ => (HttpMethod.Post, $"/api/v1/bots/{bot}/leave", (string?)null),
        };

        // The other dialect has no such header, and a deletion needs none.
        var isKeyed = step is { IsKeyed: true, Wish: Wish.Patch or Wish.Reschedule or Wish.Leave };
        var kind = step.Wish switch
        {
            Wish.Patch => "patch",
            Wish.Reschedule => "reschedule",
            Wish.Move => "move",
            Wish.Delete => "delete",
            _ => "leave",
        };
        var call = new Call(
            kind,
            bot,
            isKeyed ? marker : null,
            step.Wish is Wish.Patch or Wish.Move ? marker : null,
            default,
            default,
            null,
            ""
        )
        {
            JoinAt = joinAt,
        };
        return (await AskAsync(call, method, path, body, cancellationToken))?.Status;
    }

    /// <summary>
    /// Repeats the call until it gets a conclusive answer; null if patience runs out. A keyed call is then sent once more.
    /// </summary>
    private async Task<Call?> AskAsync(Call call, HttpMethod method, string path, string? body, CancellationToken cancellationToken)
    {
        var start = clock.GetTimestamp();
        for (var attempt = 1; clock.GetElapsedTime(start) < Patience; attempt++)
        {
            var answer = await SendAsync(call, method, path, body, cancellationToken);
            if (answer.Status is not (null or >= 500 or 409))
            {
                if (call.Key is not null)
                {
                    await SendAsync(call, method, path, body, cancellationToken);
                }

                return answer;
            }

            var pause = TimeSpan.FromSeconds(0.25 * attempt);
            await Task.Delay(pause < LongestPause ? pause : LongestPause, clock, cancellationToken);
        }

        return null;
    }

    private async Task<Call> SendAsync(Call call, HttpMethod method, string path, string? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = body is null ? null : new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        if (call.Key is { } key)
        {
            request.Headers.Add("Idempotency-Key", $"\"{key}\"");
        }

        var sent = call with { SentAt = clock.GetUtcNow() };
        try
        {
            using var response = await http.SendAsync(request, cancellationToken);
            var text = await response.Content.ReadAsStringAsync(cancellationToken);
            sent = sent with { Status = (int)response.StatusCode, Body = text, ETag = response.Headers.ETag?.Tag };
            sent = sent is { Kind: "create", IsDone: true }
                ? sent with
                {
                    Bot = JsonElement.Parse(text).GetProperty("id").GetString(),
                }
                : sent;
        }
        catch (Exception exception) when (IsLost(exception, cancellationToken))
        {
            // It may have been carried out: only the next attempt shows.
        }

        sent = sent with { AnsweredAt = clock.GetUtcNow() };
        journal.Calls.Enqueue(sent);
        return sent;
    }

    private static bool IsLost(Exception exception, CancellationToken cancellationToken) =>
        exception is HttpRequestException or IOException or JsonException
        || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    private static DateTimeOffset Microseconds(DateTimeOffset time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerMicrosecond));

    private static string Time(DateTimeOffset time) => EndToEnd.Meeting.Time(time);
}
