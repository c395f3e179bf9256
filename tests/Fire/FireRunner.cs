using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text.Json;
using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Usher.Tests.Fire.Checker;

namespace Usher.Tests.Fire;

/// <summary>
/// A runner outside of the app. It takes commands from the queue, claims them, plays the meeting and reports it, each report again under
/// its id until it is answered. Some of its meetings refuse the bot or fail, and over some it dies.
/// </summary>
internal sealed class FireRunner(HttpClient http, string connectionString, int seed, FireJournal journal, TimeProvider clock)
{
    private static readonly TimeSpan PollingInterval = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(6);

    private readonly ConcurrentDictionary<string, Task> commands = new();
    private readonly ConcurrentDictionary<string, CancellationTokenSource> meetings = new();

    private enum Fate
    {
        Meeting,
        Refused,
        Failing,
        Dying,
    }

    /// <summary>Until it is cancelled.</summary>
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
                // Storage is away. What was taken and not deleted comes again, and is known then.
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
            Text(command.GetProperty("bot"), "name")
        );
        Note(order, "receive", null, null, null);
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
        var chance = new Random(seed + int.Parse(order.Name.AsSpan("bot ".Length), System.Globalization.CultureInfo.InvariantCulture));
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

            await ReportAsync(order, "joined_meeting", null, told.Token);
            await ReportAsync(order, "recording_permission_granted", null, told.Token);
            await SendRubbishAsync(order, chance, told.Token);
            for (var left = chance.Next(1, 6); left > 0; left--)
            {
                await PostAsync(order, "heartbeat", "heartbeat", null, null, null, told.Token);
                await SayAsync(order, left, told.Token);
                await Task.Delay(TimeSpan.FromSeconds(2), clock, told.Token);
            }

            if (fate == Fate.Dying)
            {
                Note(order, "abandon", null, null, null);
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
            // It was told to leave.
        }
    }

    /// <param name="order">Whose meeting it is.</param>
    /// <param name="left">How much is left to be said.</param>
    /// <param name="cancellationToken">The bot is to leave.</param>
    private Task<int?> SayAsync(Order order, int left, CancellationToken cancellationToken) =>
        UntilAnsweredAsync(
            order,
            "say",
            "utterances",
            $"{order.Command}-said-{9 - left}",
            null,
            id =>
                $$$"""{"id": "{{{id}}}", "utterances": [{"participant": {"uuid": "u1", "name": "Ann"}, "timestamp_ms": {{{(9 - left) * 1000}}}, "duration_ms": 500, "transcription": {"transcript": "{{{id}}}"}}]}""",
            cancellationToken
        );

    /// <summary>What a runner with a fault of its own might send: refused, and the meeting goes on.</summary>
    private async Task SendRubbishAsync(Order order, Random chance, CancellationToken cancellationToken)
    {
        var id = $"{order.Command}-rubbish";
        string[] bodies =
        [
            $$"""{"id": "{{id}}", "type": "fatal_error", "sub_type": 5}""",
            $$$"""{"id": "{{{id}}}", "type": "teleported", "data": {"report": "{{{id}}}"}}""",
            $$$"""{"id": "{{{id}}}", "type": "meeting_ended", "occurred_at": "yesterday", "data": {"report": "{{{id}}}"}}""",
            $$"""{"id": "{{order.Command}}-joined_meeting", "type": "meeting_ended"}""",
            $$"""{"id": "{{id}}", "type": "meeting_ended" """,
            "[]",
        ];
        await PostAsync(order, "rubbish", "events", id, null, bodies[chance.Next(bodies.Length)], cancellationToken);
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
                // It is over already.
            }
        }

        await ReportAsync(order, "left_meeting", null, cancellationToken);
        await ProcessAsync(order, cancellationToken);
    }

    private async Task ProcessAsync(Order order, CancellationToken cancellationToken)
    {
        await ReportAsync(order, "recording_saved", null, cancellationToken);
        await ReportAsync(order, "post_processing_completed", null, cancellationToken);
    }

    private Task<int?> ClaimAsync(Order order, CancellationToken cancellationToken) =>
        UntilAnsweredAsync(
            order,
            "claim",
            "claim",
            $"{order.Command}-claim",
            order.What,
            id => $$"""{"command_id": "{{order.Command}}", "id": "{{id}}"}""",
            cancellationToken
        );

    private Task<int?> ReportAsync(Order order, string type, string? subType, CancellationToken cancellationToken) =>
        UntilAnsweredAsync(
            order,
            "report",
            "events",
            $"{order.Command}-{type}",
            type,
            id =>
                $$$"""{"id": "{{{id}}}", "type": "{{{type}}}", "sub_type": {{{(subType is null ? "null" : $"\"{subType}\"")}}}, "data": {"report": "{{{id}}}"}}""",
            cancellationToken
        );

    /// <summary>The same bytes again until somebody says yes or no; null where nobody ever does.</summary>
    private async Task<int?> UntilAnsweredAsync(
        Order order,
        string kind,
        string path,
        string id,
        string? type,
        Func<string, string> body,
        CancellationToken cancellationToken
    )
    {
        var start = clock.GetTimestamp();
        while (clock.GetElapsedTime(start) < Patience)
        {
            var (status, text) = await PostAsync(order, kind, path, id, type, body(id), cancellationToken);
            if (status is not (null or >= 500) && !(status == 409 && text.Contains("Try again", StringComparison.Ordinal)))
            {
                return status;
            }

            await Task.Delay(TimeSpan.FromSeconds(0.5), clock, cancellationToken);
        }

        return null;
    }

    private async Task<(int? Status, string Body)> PostAsync(
        Order order,
        string kind,
        string path,
        string? id,
        string? type,
        string? body,
        CancellationToken cancellationToken
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{order.ReportTo}/{path}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", order.Token);
        request.Content = body is null ? null : new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        try
        {
            using var response = await http.SendAsync(request, cancellationToken);
            Note(order, kind, id, type, (int)response.StatusCode);
            return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(cancellationToken));
        }
        catch (Exception exception)
            when (exception is HttpRequestException or IOException
                || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested)
            )
        {
            Note(order, kind, id, type, null);
            return (null, "");
        }
    }

    private void Note(Order order, string kind, string? id, string? type, int? status) =>
        journal.Runner.Enqueue(new RunnerAct(kind, order.Bot, order.Command, id, type, clock.GetUtcNow(), status));

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;

    private sealed record Order(string Bot, string Command, string What, string ReportTo, string Token, string Name);
}
