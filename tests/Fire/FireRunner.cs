using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Usher.Tests.Fire.Checker;

namespace Usher.Tests.Fire;

/// <summary>
/// An external runner. It takes commands from the queue, claims them, plays the meeting and reports it, repeating each report under its id
/// until it is answered. Some of its meetings refuse the bot or fail, and in some it dies. In some it sends two batches at once, in some it
/// repeats accepted batches, and for some it uploads the recording twice.
/// </summary>
/// <param name="uploads">Held during an upload: storage that is stopped in the middle loses what it acknowledges then.</param>
internal sealed class FireRunner(
    HttpClient http,
    string connectionString,
    int seed,
    FireJournal journal,
    SemaphoreSlim uploads,
    TimeProvider clock
)
{
    private static readonly TimeSpan PollingInterval = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(6);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(0.5);

    /// <summary>Long enough for the file to arrive in more than one piece.</summary>
    private const int LinesOfFile = 5_000;

    private readonly ConcurrentDictionary<string, Task> commands = new();
    private readonly ConcurrentDictionary<string, CancellationTokenSource> meetings = new();

    private enum Fate
    {
        Meeting,
        Refused,
        Failing,
        Dying,
    }

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var options = new QueueClientOptions(QueueClientOptions.ServiceVersion.V2021_04_10)
        {
            MessageEncoding = QueueMessageEncoding.Base64,
        };
        (options.Retry.MaxRetries, options.Retry.NetworkTimeout) = (0, TimeSpan.FromSeconds(5));
        var queue = new QueueClient(connectionString, "bot-commands", options);
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                QueueMessage[] messages = await queue.ReceiveMessagesAsync(16, TimeSpan.FromSeconds(20), cancellationToken);
                foreach (var message in messages)
                {
                    Take(JsonElement.Parse(message.MessageText), cancellationToken);
                    await queue.DeleteMessageAsync(message.MessageId, message.PopReceipt, cancellationToken);
                }
            }
            catch (Exception exception)
                when (exception is RequestFailedException or AggregateException or IOException
                    || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested)
                )
            {
                // Storage is down. Messages taken but not deleted come again and are recognized.
            }

            await Task.Delay(PollingInterval, clock, cancellationToken);
        }
    }

    private void Take(JsonElement command, CancellationToken cancellationToken)
    {
        var order = new Order(
            Text(command, "bot_id"),
            Text(command, "command_id"),
            Text(command, "command"),
            Text(command, "report_to"),
            Text(command, "token"),
            int.Parse(Text(command.GetProperty("bot"), "name").AsSpan("bot ".Length), CultureInfo.InvariantCulture)
        );
        Note(order, "receive");
        commands.GetOrAdd(
            order.Command,
            _ =>
                Task.Run(
                    () => order.What == "join" ? JoinAsync(order, cancellationToken) : LeaveAsync(order, cancellationToken),
                    cancellationToken
                )
        );
    }

    private async Task JoinAsync(Order order, CancellationToken cancellationToken)
    {
        var chance = new Random(seed + order.Number);
        var fate = chance.NextDouble() switch
        {
            < 0.8 => Fate.Meeting,
            < 0.88 => Fate.Refused,
            < 0.94 => Fate.Failing,
            _ => Fate.Dying,
        };
        if (await ClaimAsync(order, cancellationToken) != 200)
        {
            return;
        }

        using var told = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        meetings[order.Bot] = told;
        try
        {
            await ReportAsync(order, "put_in_waiting_room", null, told.Token);
            if (fate == Fate.Refused)
            {
                await ReportAsync(order, "could_not_join_meeting", "request_to_join_denied", told.Token);
                return;
            }

            var joined = await ReportAsync(order, "joined_meeting", null, told.Token);
            await ReportAsync(order, "recording_permission_granted", null, told.Token);
            await SendRubbishAsync(order, chance, joined == 200, told.Token);
            for (var left = chance.Next(1, 6); left > 0; left--)
            {
                await PostAsync(order, new FireReport("heartbeat", "heartbeat", null, null, null), told.Token);
                await TalkAsync(order, 9 - left, told.Token);
                await Task.Delay(TimeSpan.FromSeconds(2), clock, told.Token);
            }

            if (fate == Fate.Dying)
            {
                Note(order, "abandon");
            }
            else if (fate == Fate.Failing)
            {
                await ReportAsync(order, "fatal_error", "rtmp_connection_failed", told.Token);
            }
            else if (await ReportAsync(order, "meeting_ended", null, told.Token) == 200)
            {
                await ProcessAsync(order, told.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The bot was told to leave.
        }
    }

    /// <summary>
    /// Someone speaks and asks a question in the chat, with a link; then the question is edited, and someone says thanks.
    /// </summary>
    /// <param name="order">The meeting's order.</param>
    /// <param name="number">The round; no two rounds say the same things.</param>
    /// <param name="cancellationToken">Cancelled when the bot is to leave.</param>
    private async Task TalkAsync(Order order, int number, CancellationToken cancellationToken)
    {
        var (name, question) = ($"{order.Command}-{number}", $"{order.Command}-{number}-question");
        FireReport[] first =
        [
            FireReport.Said($"{order.Command}-said-{number}", number),
            FireReport.Written($"{name}-asked", number, new(question, question), new($"{name}-link", $"{name}-link")),
        ];
        FireReport[] second =
        [
            FireReport.Written($"{name}-edited", number, new WrittenMessage(question, $"{question}, edited")),
            FireReport.Written($"{name}-thanked", number, new WrittenMessage($"{name}-thanks", $"{name}-thanks")),
        ];
        foreach (var batches in (FireReport[][])(order.RepeatsBatches ? [first, second, first] : [first, second]))
        {
            foreach (var atOnce in batches.Chunk(order.SendsTwoAtOnce ? 2 : 1))
            {
                await Task.WhenAll(atOnce.Select(batch => UntilAnsweredAsync(order, batch, cancellationToken)));
            }
        }
    }

    /// <summary>Sends what a faulty runner might send: it is refused, and the meeting goes on.</summary>
    /// <param name="order">The meeting's order.</param>
    /// <param name="chance">Picks what to send.</param>
    /// <param name="joinedIsKnown">Only then is its id in use: otherwise the report would be new, and end the meeting.</param>
    /// <param name="cancellationToken">Cancelled when the bot is to leave.</param>
    private async Task SendRubbishAsync(Order order, Random chance, bool joinedIsKnown, CancellationToken cancellationToken)
    {
        var id = $"{order.Command}-rubbish";
        string[] bodies =
        [
            $$"""{"id": "{{id}}", "type": "fatal_error", "sub_type": 5}""",
            $$$"""{"id": "{{{id}}}", "type": "teleported", "data": {"report": "{{{id}}}"}}""",
            $$$"""{"id": "{{{id}}}", "type": "meeting_ended", "occurred_at": "yesterday", "data": {"report": "{{{id}}}"}}""",
            $$"""{"id": "{{id}}", "type": "meeting_ended" """,
            "[]",
            .. joinedIsKnown ? [$$"""{"id": "{{order.Command}}-joined_meeting", "type": "meeting_ended"}"""] : Array.Empty<string>(),
        ];
        await PostAsync(order, new FireReport("rubbish", "events", id, null, bodies[chance.Next(bodies.Length)]), cancellationToken);
    }

    private async Task LeaveAsync(Order order, CancellationToken cancellationToken)
    {
        if (await ClaimAsync(order, cancellationToken) != 200 || journal.Runner.Any(act => act.Kind == "abandon" && act.Bot == order.Bot))
        {
            return;
        }

        if (meetings.TryGetValue(order.Bot, out var meeting))
        {
            try
            {
                await meeting.CancelAsync();
            }
            catch (ObjectDisposedException)
            {
                // The meeting is already over.
            }
        }

        await ReportAsync(order, "left_meeting", null, cancellationToken);
        await ProcessAsync(order, cancellationToken);
    }

    private async Task ProcessAsync(Order order, CancellationToken cancellationToken)
    {
        for (var take = 1; take <= (order.UploadsTwice ? 2 : 1); take++)
        {
            await UploadAsync(order, take, cancellationToken);
        }

        await ReportAsync(order, "recording_saved", null, cancellationToken);
        await ReportAsync(order, "post_processing_completed", null, cancellationToken);
    }

    /// <summary>Uploads to a new address each time, until the file is stored or no address is available.</summary>
    private async Task UploadAsync(Order order, int take, CancellationToken cancellationToken)
    {
        var file = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat($"{order.Command}, take {take}\n", LinesOfFile)));
        var start = clock.GetTimestamp();
        while (clock.GetElapsedTime(start) < Patience)
        {
            var (status, address) = await UntilAnsweredAsync(
                order,
                new FireReport("address", "recording", null, null, "{}"),
                cancellationToken
            );
            if (status != 200 || await IsStoredAsync(order, JsonElement.Parse(address), file, cancellationToken))
            {
                return;
            }

            await Task.Delay(Pause, clock, cancellationToken);
        }
    }

    private async Task<bool> IsStoredAsync(Order order, JsonElement address, byte[] file, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, Text(address, "url")) { Content = new ByteArrayContent(file) };
        foreach (var header in address.GetProperty("headers").EnumerateObject())
        {
            HttpHeaders headers = header.NameEquals("content-type") ? request.Content.Headers : request.Headers;
            headers.Add(header.Name, header.Value.GetString());
        }

        await uploads.WaitAsync(cancellationToken);
        try
        {
            var upload = new FireReport("upload", "", Convert.ToHexStringLower(SHA256.HashData(file)), null, null);
            return (await SendAsync(order, upload, request, cancellationToken)).Status is >= 200 and < 300;
        }
        finally
        {
            uploads.Release();
        }
    }

    private async Task<int?> ClaimAsync(Order order, CancellationToken cancellationToken) =>
        (await UntilAnsweredAsync(order, FireReport.Claim(order.Command, order.What), cancellationToken)).Status;

    private async Task<int?> ReportAsync(Order order, string type, string? subType, CancellationToken cancellationToken) =>
        (await UntilAnsweredAsync(order, FireReport.Event($"{order.Command}-{type}", type, subType), cancellationToken)).Status;

    /// <summary>Repeats the same bytes until the report is accepted or refused; null if it never is.</summary>
    private async Task<(int? Status, string Body)> UntilAnsweredAsync(Order order, FireReport report, CancellationToken cancellationToken)
    {
        var start = clock.GetTimestamp();
        while (clock.GetElapsedTime(start) < Patience)
        {
            var (status, text) = await PostAsync(order, report, cancellationToken);
            if (status is not (null or 429 or >= 500) && !(status == 409 && text.Contains("Try again", StringComparison.Ordinal)))
            {
                return (status, text);
            }

            await Task.Delay(Pause, clock, cancellationToken);
        }

        return (null, "");
    }

    private async Task<(int? Status, string Body)> PostAsync(Order order, FireReport report, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{order.ReportTo}/{report.Path}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", order.Token);
        request.Content = report.Body is null ? null : new StringContent(report.Body, Encoding.UTF8, "application/json");
        return await SendAsync(order, report, request, cancellationToken);
    }

    /// <summary>Always recorded: a request cancelled because the bot is to leave may have been stored all the same.</summary>
    private async Task<(int? Status, string Body)> SendAsync(
        Order order,
        FireReport report,
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        var sentAt = clock.GetUtcNow();
        (int? Status, string Body) answer = (null, "");
        try
        {
            using var response = await http.SendAsync(request, cancellationToken);
            answer = ((int)response.StatusCode, await response.Content.ReadAsStringAsync(cancellationToken));
        }
        catch (Exception exception)
            when (exception is HttpRequestException or IOException
                || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested)
            )
        {
            // It may have been accepted: only the next attempt shows.
        }
        finally
        {
            journal.Runner.Enqueue(
                new RunnerAct(report.Kind, order.Bot, order.Command, report.Id, report.Type, clock.GetUtcNow(), answer.Status)
                {
                    SentAt = sentAt,
                    Messages = report.Messages,
                }
            );
        }

        return answer;
    }

    private void Note(Order order, string kind) =>
        journal.Runner.Enqueue(new RunnerAct(kind, order.Bot, order.Command, null, null, clock.GetUtcNow(), null));

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;

    /// <param name="Number">The bot's number in the plan, which determines what is special about its meeting.</param>
    private sealed record Order(string Bot, string Command, string What, string ReportTo, string Token, int Number)
    {
        public bool SendsTwoAtOnce => Number % 2 == 0;

        public bool RepeatsBatches => Number % 3 == 0;

        public bool UploadsTwice => Number % 4 == 0;
    }
}
