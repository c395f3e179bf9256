using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Usher.Tests.Fire.Checker;

namespace Usher.Tests.Fire;

/// <summary>
/// A log without violations. Bot a is keyed, patched, told to leave, and ends; b has its own subscription and a runner that dies; c is
/// deleted; d takes over a's deduplication key once a has ended, and waits for its time.
/// </summary>
internal static class GoodLog
{
    public static readonly DateTimeOffset Start = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private static readonly byte[] Secret = [1, 2, 3];
    private static readonly byte[] Replaced = [4, 5, 6];

    public static FireLog Make()
    {
        FeedEvent[] feed =
        [
            Fed("a", 1, "bot_created", "ready", "scheduled", 0) with
            {
                JoinAt = At(10),
                Metadata = """{"op":"a1"}""",
                DeduplicationKey = "k",
            },
            Fed("a", 2, "updated", "scheduled", "scheduled", 1) with
            {
                Metadata = """{"op":"a2"}""",
            },
            Fed("a", 3, "updated", "scheduled", "scheduled", 2) with
            {
                JoinAt = At(20),
            },
            Fed("a", 4, "staged", "scheduled", "staged", 20),
            Fed("a", 5, "join_requested", "staged", "joining", 21),
            Fed("a", 6, "command_claimed", "joining", "joining", 22) with
            {
                Claimed = 5,
            },
            Fed("a", 7, "joined_meeting", "joining", "joined_not_recording", 23) with
            {
                Report = "a-joined",
            },
            Fed("a", 8, "leave_requested", "joined_not_recording", "leaving", 24) with
            {
                SubType = "user_requested",
            },
            Fed("a", 9, "command_claimed", "leaving", "leaving", 25) with
            {
                Claimed = 8,
            },
            Fed("a", 10, "left_meeting", "leaving", "post_processing", 26) with
            {
                Report = "a-left",
            },
            Fed("a", 11, "recording_saved", "post_processing", "post_processing", 26.5) with
            {
                Report = "a-saved",
            },
            Fed("a", 12, "post_processing_completed", "post_processing", "ended", 27) with
            {
                Report = "a-done",
            },
            Fed("b", 1, "join_requested", "ready", "joining", 0) with
            {
                Metadata = """{"op":"b1"}""",
                WebhookPath = "/own",
            },
            Fed("b", 2, "command_claimed", "joining", "joining", 1) with
            {
                Claimed = 1,
            },
            Fed("b", 3, "joined_meeting", "joining", "joined_not_recording", 2) with
            {
                Report = "b-joined",
            },
            Fed("b", 4, "fatal_error", "joined_not_recording", "fatal_error", 90) with
            {
                SubType = "heartbeat_timeout",
                Actor = "lifecycle",
            },
            Fed("c", 1, "bot_created", "ready", "scheduled", 0) with
            {
                JoinAt = At(50),
                Metadata = """{"op":"c1"}""",
            },
            Fed("c", 2, "deleted", "scheduled", "deleted", 3),
            Fed("d", 1, "bot_created", "ready", "scheduled", 30) with
            {
                JoinAt = At(3600),
                Metadata = """{"op":"d1"}""",
                DeduplicationKey = "k",
            },
        ];
        var streams = feed.GroupBy(next => next.Bot).Select(events => new BotStream(events.Key, [.. events])).ToList();
        return new FireLog
        {
            Calls =
            [
                new("create", null, "key-a", "a1", At(0), At(1), null, ""),
                Created("a", "key-a", 0),
                Created("a", "key-a", 1),
                Created("b", null, 0),
                Created("c", null, 0),
                Created("d", null, 30),
                new("patch", "a", "key-a2", "a2", At(1), At(1), 200, "patched", "\"2\""),
                new("reschedule", "a", null, null, At(2), At(2), 200, "moved") { JoinAt = At(20) },
                new("leave", "a", null, null, At(24), At(24), 200, "leaving"),
                new("delete", "c", null, null, At(3), At(3), 200, ""),
                new("patch", "d", null, "d2", At(41), At(41), 503, "away"),
                new("create", null, "key-a", "a1", At(0), At(0), 400, "You have exceeded the maximum number of concurrent bots (2)"),
                new("create", null, null, "e1", At(25), At(25), 400, "You have exceeded the maximum number of concurrent bots (2)"),
            ],
            Runner =
            [
                new("claim", "a", "a:5", "a:5-claim", "join", At(22), null),
                new("claim", "a", "a:5", "a:5-claim", "join", At(22), 200),
                new("claim", "a", "a:8", "a:8-claim", "leave", At(25), 200),
                new("claim", "b", "b:1", "b:1-claim", "join", At(1), 200),
                new("report", "a", "a:5", "a-joined", "joined_meeting", At(23), 200),
                new("report", "a", "a:5", "a-joined", "joined_meeting", At(23), 200),
                new("report", "a", "a:8", "a-left", "left_meeting", At(26), 200),
                new("say", "a", "a:5", "a-said-1", null, At(24), null),
                new("say", "a", "a:5", "a-said-1", null, At(24), 200),
                new("say", "a", "a:5", "a-said-2", null, At(24), 200),
                new("say", "a", "a:5", "a-said-3", null, At(25), null),
                Wrote("a-wrote-1", 24, 24.1, null, new("m1", "m1"), new("m2", "m2")),
                Wrote("a-wrote-1", 24.2, 24.3, 200, new("m1", "m1"), new("m2", "m2")),
                Wrote("a-edited-1", 24.4, 24.7, 200, new WrittenMessage("m1", "m1, edited")),
                Wrote("a-wrote-3", 24.5, 24.6, 200, new WrittenMessage("m3", "m3")),
                Wrote("a-wrote-1", 24.8, 24.9, 200, new("m1", "m1"), new("m2", "m2")),
                Wrote("a-wrote-4", 25, 25.1, null, new WrittenMessage("m4", "m4")),
                new("upload", "a", "a:8", "take-1", null, At(26.2), 201) { SentAt = At(26.1) },
                new("upload", "a", "a:8", "take-2", null, At(26.4), 201) { SentAt = At(26.3) },
                new("report", "a", "a:8", "a-saved", "recording_saved", At(26.5), 200),
                new("abandon", "b", "b:1", null, null, At(5), null),
                new("rubbish", "b", "b:1", "b-rubbish", null, At(3), 400),
            ],
            Feed = feed,
            FedTalk = [("a", "a-said-1"), ("a", "a-said-2")],
            Told = [.. streams.SelectMany(Tell)],
            Shown = [.. streams.Select(Show)],
            Outages = [new("KillWorker", At(40), At(45))],
            QueueLease = TimeSpan.FromSeconds(10),
            WebhookSecret = Secret,
            Rotations = [new(At(-1000), At(-999), Replaced), new(At(-998), At(-997), null)],
            ConcurrencyLimit = 2,
            EndedAt = At(300),
        };
    }

    public static DateTimeOffset At(double seconds) => Start.AddSeconds(seconds);

    /// <summary>Signs it as the app would have.</summary>
    public static Told Sign(Told told) => Sign(told, Secret);

    /// <summary>Signs it as if the secret that receivers hold had stopped signing.</summary>
    public static Told SignAnew(Told told) => Sign(told, Replaced);

    private static Told Sign(Told told, byte[] secret)
    {
        string Hash(string text) => Convert.ToBase64String(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(text)));
        return told with { Signature = "v1,other v1," + Hash($"{told.Id}.{told.Timestamp}.{told.Body}"), OwnSignature = Hash(told.Body) };
    }

    private static FeedEvent Fed(string bot, int sequence, string type, string from, string to, double seconds) =>
        new(bot, sequence, type, null, from, to, At(seconds), "key:1");

    private static Call Created(string bot, string? key, double seconds) =>
        new("create", bot, key, $"{bot}1", At(seconds), At(seconds + 0.5), 201, $$"""{"id":"{{bot}}"}""", "\"1\"");

    private static RunnerAct Wrote(string id, double from, double to, int? status, params IReadOnlyList<WrittenMessage> messages) =>
        new("write", "a", "a:5", id, null, At(to), status) { SentAt = At(from), Messages = messages };

    private static IEnumerable<Told> Tell(BotStream stream) =>
        stream.StateChanges.Select(next =>
            Sign(
                new Told(
                    stream.Events[0].WebhookPath ?? "/project",
                    $"{stream.Bot}-{next.Sequence}",
                    "1700000000",
                    "",
                    "",
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $$$"""
                        {"bot_id":"{{{stream.Bot}}}","data":{"event_sub_type":{{{(
                            next.SubType is null ? "null" : $"\"{next.SubType}\""
                        )}}},"event_type":"{{{next.Type}}}","new_state":"{{{next.NewState}}}","old_state":"{{{next.OldState}}}","sequence_number":{{{next.Sequence}}}}}
                        """
                    )
                )
            )
        );

    private static ShownBot Show(BotStream stream) =>
        stream.Bot switch
        {
            "a" => Shown(stream, "ended", At(20), """{"op": "a2"}""", 12) with
            {
                Transcript = ["a-said-1", "a-said-2"],
                Chat = ["m1, edited", "m2", "m3"],
                Recording = "take-2",
            },
            "b" => Shown(stream, "fatal_error", At(0), """{"op": "b1"}""", 4),
            "c" => new ShownBot("c", 404, null, null, null, null, []),
            _ => Shown(stream, "scheduled", At(3600), """{"op": "d1"}""", 1),
        };

    private static ShownBot Shown(BotStream stream, string state, DateTimeOffset joinAt, string metadata, int version) =>
        new(
            stream.Bot,
            200,
            state,
            joinAt,
            metadata,
            $"\"{version}\"",
            [.. stream.StateChanges.Select(next => (next.Type, next.SubType, next.At))]
        );
}
