using System.Diagnostics;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Queues;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Usher.Lifecycle;
using Usher.Storage;
using Usher.Tests.Storage;
using Usher.Tests.Support;

namespace Usher.Tests.Telemetry;

/// <summary>Measurements under a clock that the test controls: every figure is exact.</summary>
[Collection(PoisonQueueTests.QueuesAreLookedAt)]
public sealed class MeasuresTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private readonly ManualTime clock = new();
    private readonly Spans spans = new();
    private TestApp app = null!;
    private WebhookReceiver receiver = null!;
    private RecordingSidecar durable = null!;
    private HostCalls host = null!;
    private Measured measured = null!;
    private TimeSpan storageTakes;

    public async ValueTask InitializeAsync()
    {
        durable = await RecordingSidecar.StartAsync();
        app = await TestApp.StartAsync(
            azurite.ConnectionString,
            clock,
            options => options.AddPolicy(new Slow(() => clock.Advance(storageTakes)), HttpPipelinePosition.BeforeTransport),
            "--Usher:Webhooks:AllowLoopback=true",
            $"--DurableEndpoint={durable.Url}"
        );
        receiver = await WebhookReceiver.StartAsync();
        host = new HostCalls(app.Host, app.Clock, azurite.ConnectionString);
        await host.ClearAsync();
        measured = new Measured(spans.Trace);
    }

    public async ValueTask DisposeAsync()
    {
        measured.Dispose();
        spans.Dispose();
        await receiver.DisposeAsync();
        await app.DisposeAsync();
        await durable.DisposeAsync();
    }

    [Fact]
    public async Task Reasons_invented_by_runners_share_one_series()
    {
        foreach (var reason in (string[])["zoom_error_1", "zoom_error_2"])
        {
            await ReportAsync(await CreateAsync(joinAt: null), "could_not_join_meeting", reason);
        }

        Assert.Equal(
            Enumerable.Repeat("usher.bot.outcomes 1 {bot} usher.bot.state=fatal_error usher.bot.sub_type=other", 2),
            measured.Of("usher.bot.outcomes")
        );
    }

    [Fact]
    public async Task Joins_their_lateness_and_the_outcomes_of_bots_are_measured()
    {
        var bot = await CreateAsync(joinAt: "2026-01-01T12:00:10Z");
        clock.Advance(TimeSpan.FromSeconds(12.5));
        await host.RunActivityAsync("AdvanceBot", Reference(bot));
        await ReportAsync(bot, "joined_meeting", null);
        await ReportAsync(bot, "fatal_error", "rtmp_connection_failed");
        await AskAsync("PATCH", $"/api/v1/bots/{bot}", "{\"metadata\": {\"looked_at\": \"yes\"} }");
        var refused = await CreateAsync(joinAt: null);
        await ReportAsync(refused, "could_not_join_meeting", "request_to_join_denied");
        var deleted = await CreateAsync(joinAt: "2026-01-01T13:00:00Z");
        await AskAsync("DELETE", $"/api/v1/bots/{deleted}");
        var left = await CreateAsync(joinAt: null);
        await ReportAsync(left, "joined_meeting", null);
        await AskAsync("POST", $"/api/v1/bots/{left}/leave");
        await ReportAsync(left, "left_meeting", null);
        await ReportAsync(left, "post_processing_completed", null);

        Assert.Equal(["usher.bot.join.lateness 2.5 s"], measured.Of("usher.bot.join.lateness"));
        Assert.Equal(["usher.bot.joins 1 {bot}", "usher.bot.joins 1 {bot}"], measured.Of("usher.bot.joins"));
        Assert.Equal(
            [
                "usher.bot.outcomes 1 {bot} usher.bot.state=fatal_error usher.bot.sub_type=rtmp_connection_failed",
                "usher.bot.outcomes 1 {bot} usher.bot.state=fatal_error usher.bot.sub_type=request_to_join_denied",
                "usher.bot.outcomes 1 {bot} usher.bot.state=deleted usher.bot.sub_type=",
                "usher.bot.outcomes 1 {bot} usher.bot.state=ended usher.bot.sub_type=user_requested",
            ],
            measured.Of("usher.bot.outcomes")
        );
        Assert.All(measured.All, line => Assert.DoesNotContain("bot_", line, StringComparison.Ordinal));
        Assert.All(measured.All, line => Assert.DoesNotContain(app.Project, line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Each_delivery_is_measured_with_its_delay_after_the_event()
    {
        await app.SubscribeAsync(receiver.Url);
        await CreateAsync(joinAt: "2026-01-01T13:00:00Z");
        await host.HandleAsync("DispatchBotEvents", await host.TakeAsync(BotQueues.EventsName), sentAt: clock.GetUtcNow());
        clock.Advance(TimeSpan.FromSeconds(3));
        var message = await host.TakeAsync(BotQueues.WebhooksName);
        receiver.AnswerWith(500);
        await host.HandleAsync("DeliverWebhook", message, sentAt: clock.GetUtcNow().AddSeconds(-3));
        clock.Advance(TimeSpan.FromSeconds(5));
        receiver.AnswerWith(200);
        await host.HandleAsync("DeliverWebhook", message.Replace("\"attempt\":1", "\"attempt\":2", StringComparison.Ordinal));

        Assert.Equal(
            [
                "usher.webhook.attempts 1 {attempt} usher.webhook.outcome=pending",
                "usher.webhook.attempts 1 {attempt} usher.webhook.outcome=delivered",
            ],
            measured.Of("usher.webhook.attempts")
        );
        Assert.Equal(
            ["usher.webhook.lateness 3 s usher.webhook.outcome=pending", "usher.webhook.lateness 8 s usher.webhook.outcome=delivered"],
            measured.Of("usher.webhook.lateness")
        );
        Assert.Equal(
            [
                "usher.queue.age 0 s messaging.destination.name=bot-events",
                "usher.queue.age 3 s messaging.destination.name=webhook-deliveries",
            ],
            measured.Of("usher.queue.age")
        );
    }

    [Fact]
    public async Task The_age_of_unhandled_messages_is_measured()
    {
        await CreateAsync(joinAt: null);
        var waiting = await new QueueClient(azurite.ConnectionString, BotQueues.EventsName).PeekMessageAsync(
            TestContext.Current.CancellationToken
        );

        var now = clock.GetUtcNow();
        using var tick = new Activity("tick").SetParentId(spans.Traceparent).Start();
        await ActivatorUtilities
            .CreateInstance<InspectLeftovers>(app.Services)
            .RunAsync(new TimerInfo(), TestContext.Current.CancellationToken);
        measured.Observe();

        // A figure that is not refreshed is no longer reported.
        clock.Advance(TimeSpan.FromMinutes(2.5));
        measured.Observe();

        var age = FormattableString.Invariant($"{(now - waiting.Value.InsertedOn!.Value).TotalSeconds}");
        Assert.Equal(
            [
                "usher.queue.oldest 0 s messaging.destination.name=bot-commands",
                $"usher.queue.oldest {age} s messaging.destination.name=bot-events",
                "usher.queue.oldest 0 s messaging.destination.name=meeting-events",
                "usher.queue.oldest 0 s messaging.destination.name=webhook-deliveries",
            ],
            measured.Of("usher.queue.oldest").OrderBy(line => line.Split('=')[1], StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task Each_attempt_of_a_storage_request_is_measured()
    {
        // The first request with a key notes its use, which it does not wait for; the other merge is of the bot's index.
        await CreateAsync(joinAt: null);
        await Eventually.IsTrueAsync(() => measured.Of("usher.storage.request.duration").Count(IsMerge) == 2);
        storageTakes = TimeSpan.FromMilliseconds(25);
        var first = measured.Of("usher.storage.request.duration").Count;

        var bot = await CreateAsync(joinAt: null);
        await AskAsync("GET", $"/api/v1/bots/{bot}");
        await AskAsync("GET", "/api/v1/bots/bot_3pVj4QcEyhV3mfHc", status: 404);

        // Two concurrent requests, each with its own duration.
        var all = measured.Of("usher.storage.request.duration").Skip(first).ToList();
        Assert.Equal(
            [
                "usher.storage.service=queue usher.storage.operation=send usher.storage.status=201",
                "usher.storage.service=table usher.storage.operation=merge usher.storage.status=204",
            ],
            all.Take(2)
                .Select(line => line[line.IndexOf("usher.storage.service", StringComparison.Ordinal)..])
                .Order(StringComparer.Ordinal)
        );
        Assert.Equal(
            [
                "usher.storage.request.duration 0.025 s usher.storage.service=table usher.storage.operation=transaction usher.storage.status=202",
                "usher.storage.request.duration 0.025 s usher.storage.service=table usher.storage.operation=get usher.storage.status=200",
                "usher.storage.request.duration 0.025 s usher.storage.service=table usher.storage.operation=get usher.storage.status=404",
            ],
            all.Skip(2)
        );

        static bool IsMerge(string line) => line.Contains("usher.storage.operation=merge", StringComparison.Ordinal);
    }

    private string Reference(string bot) => $$"""{"project":"{{app.Project}}","bot":"{{bot}}","traceparent":"{{spans.Traceparent}}"}""";

    private async Task<string> CreateAsync(string? joinAt) =>
        (
            await AskAsync(
                "POST",
                "/api/v1/bots",
                $$"""{"meeting_url": "https://zoom.us/j/1", "bot_name": "x"{{(joinAt is null ? "" : $", \"join_at\": \"{joinAt}\"")}}}""",
                201
            )
        ).BotId();

    private Task<Answer> ReportAsync(string bot, string type, string? subType) =>
        app.RunnerClient()
            .AskAsync(
                "POST",
                $"/runner/v1/bots/{bot}/events",
                $$"""{"id": "{{type}}", "type": "{{type}}", "sub_type": {{(subType is null ? "null" : $"\"{subType}\"")}}}""",
                ("traceparent", spans.Traceparent)
            );

    private async Task<Answer> AskAsync(string method, string path, string? body = null, int status = 200)
    {
        var answer = await app.Client.AskAsync(method, path, body, ("traceparent", spans.Traceparent));
        Assert.Equal(status, answer.Status);
        return answer;
    }

    private sealed class Slow(Action wait) : HttpPipelineSynchronousPolicy
    {
        public override void OnSendingRequest(HttpMessage message) => wait();
    }
}
