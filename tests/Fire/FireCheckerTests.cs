using Usher.LocalHost;
using Usher.Tests.Fire.Checker;

namespace Usher.Tests.Fire;

/// <summary>A checker is only as good as what it rejects.</summary>
public sealed class FireCheckerTests
{
    /// <summary>Each breaks a good log in one way, listed with the rule that must notice.</summary>
    private static readonly (string Rule, string What, Func<FireLog, FireLog> Break)[] Breaks =
    [
        ("acknowledged bots exist", "no events", log => log with { Feed = Without(log.Feed, next => next.Bot == "d") }),
        (
            "acknowledged bots exist",
            "not shown",
            log => log with { Shown = Replace(log.Shown, bot => bot.Bot == "d", bot => bot with { Status = 404 }) }
        ),
        ("bots end", "stuck in the meeting", log => log with { Feed = Without(log.Feed, next => next.Bot == "b" && next.Sequence == 4) }),
        ("bots end", "scheduled for a time that is over", log => log with { EndedAt = GoodLog.At(3601) }),
        ("bots end", "a deletion is gone", log => log with { Feed = Without(log.Feed, next => next.Type == "deleted") }),
        (
            "bots end",
            "a leave is gone",
            log =>
                log with
                {
                    Feed = Replace(log.Feed, next => next.Type == "leave_requested", next => next with { Type = "meeting_ended" }),
                }
        ),
        (
            "no failure without a reason",
            "nobody let it down",
            log => log with { Runner = Without(log.Runner, act => act.Kind == "abandon") }
        ),
        ("joined once", "two commands", log => log with { Feed = Twice(log.Feed, next => next is { Bot: "a", Type: "join_requested" }) }),
        ("joined once", "two claims in the stream", log => log with { Feed = Twice(log.Feed, next => next is { Bot: "a", Claimed: 5 }) }),
        ("joined once", "two arrivals", log => log with { Feed = Twice(log.Feed, next => next is { Bot: "b", Type: "joined_meeting" }) }),
        (
            "joined once",
            "two claims granted",
            log => log with { Runner = [.. log.Runner, new("claim", "a", "a:5", "another", "join", GoodLog.At(23), 200)] }
        ),
        (
            "never after the deletion",
            "told to join",
            log =>
                log with
                {
                    Feed = Replace(log.Feed, next => next.Bot == "c" && next.Sequence == 2, next => next with { Type = "join_requested" }),
                }
        ),
        (
            "never after the deletion",
            "a claim granted",
            log => log with { Runner = [.. log.Runner, new("claim", "c", "c:2", "c:2-claim", "join", GoodLog.At(50), 200)] }
        ),
        (
            "never after the deletion",
            "joined after a 404",
            log => log with { Calls = [.. log.Calls, new("delete", "b", null, null, GoodLog.At(1), GoodLog.At(1), 404, "")] }
        ),
        (
            "joined in time",
            "too early",
            log =>
                log with
                {
                    Feed = Replace(
                        log.Feed,
                        next => next is { Bot: "a", Type: "join_requested" },
                        next => next with { At = GoodLog.At(19.9) }
                    ),
                }
        ),
        (
            "joined in time",
            "told too late",
            log =>
                log with
                {
                    Feed = Replace(
                        log.Feed,
                        next => next is { Bot: "a", Type: "join_requested" or "command_claimed" },
                        next => next with { At = GoodLog.At(65.1) }
                    ),
                }
        ),
        (
            "joined in time",
            "claimed too late",
            log =>
                log with
                {
                    Feed = Replace(log.Feed, next => next is { Bot: "a", Claimed: 5 }, next => next with { At = GoodLog.At(65.1) }),
                }
        ),
        (
            "joined in time",
            "an overlap of outages counted twice",
            log =>
                log with
                {
                    Outages = [.. log.Outages, new("KillHost", GoodLog.At(41), GoodLog.At(46))],
                    Feed = Replace(log.Feed, next => next is { Bot: "a", Claimed: 5 }, next => next with { At = GoodLog.At(66.1) }),
                }
        ),
        (
            "joined in time",
            "excused by a receiver",
            log =>
                log with
                {
                    Outages = [new("KillReceiver", GoodLog.At(40), GoodLog.At(45))],
                    Feed = Replace(log.Feed, next => next is { Bot: "a", Claimed: 5 }, next => next with { At = GoodLog.At(64) }),
                }
        ),
        ("webhooks arrive", "one is missing", log => log with { Told = Without(log.Told, told => told.Id == "a-8") }),
        (
            "webhooks arrive",
            "at the wrong subscription",
            log => log with { Told = Replace(log.Told, told => told.Id == "b-1", told => told with { Path = "/project" }) }
        ),
        (
            "webhooks are genuine",
            "a wrong signature",
            log => log with { Told = Replace(log.Told, told => told.Id == "a-8", told => told with { Signature = "v1,AAAA" }) }
        ),
        (
            "webhooks are genuine",
            "a wrong signature of the older kind",
            log => log with { Told = Replace(log.Told, told => told.Id == "a-8", told => told with { OwnSignature = "AAAA" }) }
        ),
        (
            "webhooks are genuine",
            "the secret that receivers hold signs no more",
            log => log with { Told = Replace(log.Told, told => told.Id == "a-8", GoodLog.SignAnew) }
        ),
        (
            "webhooks are genuine",
            "another number",
            log =>
                log with
                {
                    Told =
                    [
                        .. log.Told,
                        GoodLog.Sign(
                            log.Told[0] with
                            {
                                Id = "x",
                                Body = log.Told[0].Body.Replace("number\":1", "number\":2", StringComparison.Ordinal),
                            }
                        ),
                    ],
                }
        ),
        (
            "webhooks are genuine",
            "what did not happen",
            log =>
                log with
                {
                    Told =
                    [
                        .. log.Told,
                        GoodLog.Sign(
                            log.Told[0] with
                            {
                                Id = "x",
                                Body = log.Told[0].Body.Replace("scheduled", "staged", StringComparison.Ordinal),
                            }
                        ),
                    ],
                }
        ),
        ("webhooks have stable ids", "another id", log => log with { Told = [.. log.Told, GoodLog.Sign(log.Told[0] with { Id = "x" })] }),
        (
            "webhooks have stable ids",
            "one id for two things",
            log => log with { Told = Replace(log.Told, told => told.Id == "a-8", told => GoodLog.Sign(told with { Id = "a-7" })) }
        ),
        (
            "webhooks have stable ids",
            "another body",
            log => log with { Told = [.. log.Told, GoodLog.Sign(log.Told[0] with { Body = log.Told[0].Body + " " })] }
        ),
        ("no gaps", "a number is missing", log => log with { Feed = Without(log.Feed, next => next is { Bot: "a", Sequence: 3 }) }),
        ("no gaps", "a number comes twice", log => log with { Feed = Twice(log.Feed, next => next is { Bot: "a", Sequence: 3 }) }),
        (
            "no gaps",
            "states do not join",
            log =>
                log with
                {
                    Feed = Replace(log.Feed, next => next is { Bot: "a", Sequence: 5 }, next => next with { OldState = "scheduled" }),
                }
        ),
        (
            "shown is folded",
            "another state",
            log => log with { Shown = Replace(log.Shown, bot => bot.Bot == "a", bot => bot with { State = "leaving" }) }
        ),
        (
            "shown is folded",
            "another time",
            log => log with { Shown = Replace(log.Shown, bot => bot.Bot == "a", bot => bot with { JoinAt = GoodLog.At(10) }) }
        ),
        (
            "shown is folded",
            "older metadata",
            log => log with { Shown = Replace(log.Shown, bot => bot.Bot == "a", bot => bot with { Metadata = """{"op": "a1"}""" }) }
        ),
        (
            "shown is folded",
            "another version",
            log => log with { Shown = Replace(log.Shown, bot => bot.Bot == "a", bot => bot with { ETag = "\"10\"" }) }
        ),
        (
            "shown is folded",
            "an event less",
            log => log with { Shown = Replace(log.Shown, bot => bot.Bot == "a", bot => bot with { Events = [.. bot.Events.SkipLast(1)] }) }
        ),
        (
            "shown is folded",
            "a deleted bot is found",
            log => log with { Shown = Replace(log.Shown, bot => bot.Bot == "c", bot => bot with { Status = 200 }) }
        ),
        ("shown is folded", "nobody asked", log => log with { Shown = Without(log.Shown, bot => bot.Bot == "a") }),
        (
            "acknowledged changes are kept",
            "metadata is gone",
            log => log with { Feed = Replace(log.Feed, next => next is { Bot: "a", Sequence: 2 }, next => next with { Metadata = null }) }
        ),
        (
            "acknowledged changes are kept",
            "a time is gone",
            log =>
                log with
                {
                    Feed = Replace(log.Feed, next => next is { Bot: "a", Sequence: 3 }, next => next with { JoinAt = GoodLog.At(19) }),
                }
        ),
        ("reports are kept once", "kept twice", log => log with { Feed = Twice(log.Feed, next => next.Report == "a-joined") }),
        ("reports are kept once", "not kept", log => log with { Feed = Without(log.Feed, next => next.Report == "a-left") }),
        (
            "deduplication keys are not shared",
            "two lived",
            log => log with { Feed = Without(log.Feed, next => next is { Bot: "a", NewState: "ended" }) }
        ),
        (
            "deduplication keys are not shared",
            "one came before the other's end",
            log => log with { Calls = Replace(log.Calls, call => call.Bot == "d", call => call with { AnsweredAt = GoodLog.At(26.9) }) }
        ),
        (
            "keyed answers are equal",
            "another bot",
            log => log with { Calls = [.. log.Calls, log.Calls[1] with { Body = """{"id":"b"}""" }] }
        ),
        ("keyed answers are equal", "another status", log => log with { Calls = [.. log.Calls, log.Calls[6] with { Status = 400 }] }),
        ("keyed answers are equal", "another ETag", log => log with { Calls = [.. log.Calls, log.Calls[6] with { ETag = "\"3\"" }] }),
        ("keyed requests are carried out once", "a second bot", log => log with { Feed = [.. log.Feed, log.Feed[0] with { Bot = "e" }] }),
        (
            "keyed requests are carried out once",
            "a second change",
            log => log with { Feed = Twice(log.Feed, next => next is { Bot: "a", Sequence: 2 }) }
        ),
        (
            "keyed requests are carried out once",
            "never",
            log => log with { Feed = Without(log.Feed, next => next is { Bot: "a", Sequence: 2 }) }
        ),
        (
            "the limit of concurrent bots holds",
            "three at once",
            log =>
                log with
                {
                    Feed =
                    [
                        .. log.Feed,
                        .. ((string[])["x", "y"]).Select(bot => log.Feed.First(next => next.Bot == "b") with { Bot = bot }),
                    ],
                }
        ),
        ("no place leaks", "refused while one is free", log => log with { ConcurrencyLimit = 4 }),
        ("what was said is kept once", "lost", Transcript("a-said-2")),
        ("what was said is kept once", "twice", Transcript("a-said-1", "a-said-2", "a-said-2")),
        ("what was said is kept once", "in another order", Transcript("a-said-2", "a-said-1")),
        ("what was said is kept once", "made up", Transcript("a-said-1", "a-said-2", "b-said-1")),
        ("what was said is fed once", "lost", log => log with { FedTalk = log.FedTalk.Take(1).ToList() }),
        ("what was said is fed once", "twice", log => log with { FedTalk = Twice(log.FedTalk, one => one.Text == "a-said-2") }),
        ("what was said is fed once", "in another order", log => log with { FedTalk = log.FedTalk.Reverse().ToList() }),
        ("what was said is fed once", "made up", log => log with { FedTalk = [.. log.FedTalk, ("b", "b-said-1")] }),
        ("what was written is kept once", "lost", Chat("m1, edited", "m2")),
        ("what was written is kept once", "a part of a batch lost", Chat("m1, edited", "m3")),
        ("what was written is kept once", "twice", Chat("m1, edited", "m2", "m3", "m3")),
        ("what was written is kept once", "an edit that is a message of its own", Chat("m1", "m2", "m3", "m1, edited")),
        ("what was written is kept once", "as it was before the edit", Chat("m1", "m2", "m3")),
        ("what was written is kept once", "in another order", Chat("m1, edited", "m3", "m2")),
        ("what was written is kept once", "in another order than in its batch", Chat("m2", "m1, edited", "m3")),
        ("what was written is kept once", "made up", Chat("m1, edited", "m2", "m3", "m5")),
        ("the recording is served", "not at all", Recording(null)),
        ("the recording is served", "other bytes", Recording("half of take-2")),
        ("the recording is served", "a file that was replaced", Recording("take-1")),
        ("the recording is served", "without a report", log => log with { Runner = Without(log.Runner, act => act.Id == "a-saved") }),
        (
            "taken batches are taken again",
            "one of the chat is refused",
            log => log with { Runner = [.. log.Runner, new("write", "a", "a:5", "a-wrote-1", null, GoodLog.At(26), 422)] }
        ),
        (
            "taken batches are taken again",
            "one of the transcript is refused",
            log => log with { Runner = [.. log.Runner, new("say", "a", "a:5", "a-said-1", null, GoodLog.At(26), 409)] }
        ),
        (
            "rubbish is refused",
            "taken",
            log => log with { Runner = Replace(log.Runner, act => act.Kind == "rubbish", act => act with { Status = 200 }) }
        ),
        (
            "rubbish is refused",
            "kept",
            log => log with { Runner = Replace(log.Runner, act => act.Kind == "rubbish", act => act with { Id = "b-joined" }) }
        ),
        (
            "no server error without an outage",
            "to a client",
            log => log with { Calls = [.. log.Calls, new("patch", "d", null, "d3", GoodLog.At(60), GoodLog.At(60), 500, "")] }
        ),
        (
            "no server error without an outage",
            "to the runner",
            log => log with { Runner = [.. log.Runner, new("report", "a", "a:5", "x", "joined_meeting", GoodLog.At(20), 500)] }
        ),
    ];

    public static TheoryData<string, string> Broken => [.. Breaks.Select(one => (one.Rule, one.What))];

    [Fact]
    public void A_good_log_passes() => Assert.Empty(FireChecker.Check(GoodLog.Make()));

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_broken_log_is_rejected(string rule, string what)
    {
        var broken = Breaks.Single(one => (one.Rule, one.What) == (rule, what)).Break(GoodLog.Make());

        Assert.Contains(rule, FireChecker.Check(broken).Select(violation => violation.Rule));
    }

    [Fact]
    public void Every_rule_has_a_log_that_breaks_it() =>
        Assert.Equal(FireChecker.Rules.Keys.Order(), Breaks.Select(one => one.Rule).Distinct().Order());

    [Fact]
    public void Outages_and_leases_excuse_lateness()
    {
        var log = GoodLog.Make();

        // Due at 20 s; 5 s of outage, 10 s of lease and 30 s of allowance.
        var late = log with
        {
            Feed = Replace(log.Feed, next => next is { Bot: "a", Claimed: 5 }, next => next with { At = GoodLog.At(65) }),
        };

        Assert.Empty(FireChecker.Check(late));
        Assert.Equal(TimeSpan.FromSeconds(45), JoinRules.LongestLateness(late));
    }

    /// <summary>The edit and the third message were sent at the same time, and so are these.</summary>
    [Fact]
    public void Messages_sent_at_the_same_time_may_arrive_in_either_order()
    {
        var log = GoodLog.Make();
        RunnerAct Late(string id, double from, WrittenMessage message) =>
            new("write", "a", "a:5", id, null, GoodLog.At(26), 200) { SentAt = GoodLog.At(from), Messages = [message] };
        var atOnce = log with
        {
            Runner = [.. log.Runner, Late("x", 25.2, new("m5", "m5")), Late("y", 25.3, new("m6", "m6")), Late("z", 25.3, new("m3", "m3!"))],
        };

        Assert.All(
            (string[][])
                [
                    ["m5", "m6"],
                    ["m6", "m5"],
                ],
            last => Assert.Empty(FireChecker.Check(Chat(["m1, edited", "m2", "m3!", .. last])(atOnce)))
        );
    }

    [Fact]
    public void An_upload_without_an_answer_may_arrive_after_the_last_one()
    {
        var log = GoodLog.Make();
        var unanswered = log with
        {
            Runner = [.. log.Runner, new("upload", "a", "a:5", "take-1", null, GoodLog.At(26), null) { SentAt = GoodLog.At(25.9) }],
        };

        Assert.Empty(FireChecker.Check(Recording("take-1")(unanswered)));
        Assert.Empty(FireChecker.Check(Recording("take-2")(unanswered)));
    }

    [Fact]
    public void The_checker_shares_no_code_with_the_app() =>
        Assert.All(
            Directory.GetFiles(Path.Combine(Repository.Root, "tests", "Fire", "Checker")),
            file =>
                Assert.DoesNotContain(
                    "Usher.",
                    File.ReadAllText(file).Replace("namespace Usher.Tests.Fire.Checker;", "", StringComparison.Ordinal),
                    StringComparison.Ordinal
                )
        );

    private static Func<FireLog, FireLog> Transcript(params string[] said) =>
        log => log with { Shown = Replace(log.Shown, bot => bot.Bot == "a", bot => bot with { Transcript = said }) };

    private static Func<FireLog, FireLog> Chat(params string[] written) =>
        log => log with { Shown = Replace(log.Shown, bot => bot.Bot == "a", bot => bot with { Chat = written }) };

    private static Func<FireLog, FireLog> Recording(string? file) =>
        log => log with { Shown = Replace(log.Shown, bot => bot.Bot == "a", bot => bot with { Recording = file }) };

    private static List<T> Without<T>(IEnumerable<T> all, Func<T, bool> isIt) => [.. all.Where(one => !isIt(one))];

    private static List<T> Twice<T>(IEnumerable<T> all, Func<T, bool> isIt) =>
        [.. all.SelectMany(one => isIt(one) ? new[] { one, one } : [one])];

    private static List<T> Replace<T>(IEnumerable<T> all, Func<T, bool> isIt, Func<T, T> by) =>
        [.. all.Select(one => isIt(one) ? by(one) : one)];
}
