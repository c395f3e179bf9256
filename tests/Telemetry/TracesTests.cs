using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Usher.Bots;
using Usher.LocalHost.Rpc;
using Usher.Storage;
using Usher.Tests.Support;

namespace Usher.Tests.Telemetry;

public sealed class TracesTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private readonly ActivityTraceId traceWithoutListener = ActivityTraceId.CreateRandom();
    private TestApp app = null!;
    private WebhookReceiver receiver = null!;
    private RecordingSidecar durable = null!;
    private HostCalls host = null!;

    public async ValueTask InitializeAsync()
    {
        durable = await RecordingSidecar.StartAsync();
        app = await TestApp.StartAsync(
            azurite.ConnectionString,
            time: null,
            "--Usher:Webhooks:AllowLoopback=true",
            $"--DurableEndpoint={durable.Url}"
        );
        receiver = await WebhookReceiver.StartAsync();
        host = new HostCalls(app.Host, app.Clock, azurite.ConnectionString);
        await host.ClearAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await receiver.DisposeAsync();
        await app.DisposeAsync();
        await durable.DisposeAsync();
    }

    [Fact]
    public async Task One_trace_follows_a_bot_from_its_callers_request_to_the_last_webhook()
    {
        using var spans = new Spans();

        var (bot, command) = await LiveAsync(spans.Traceparent);

        var created = Assert.Single(spans.All, span => span.ParentSpanId.ToString() == "b7ad6b7169203331");
        var dispatched = spans.Named("process bot-events");
        var advanced = Assert.Single(spans.Named("activity:AdvanceBot"));
        var told = Assert.Single(spans.Named("process webhook-deliveries"));
        var sent = Assert.Single(spans.Named("POST"), span => span.Kind == ActivityKind.Client);
        Assert.Equal(2, dispatched.Count);
        Assert.Equal(created.SpanId, dispatched[0].ParentSpanId);
        Assert.Equal(dispatched[0].SpanId, Assert.Single(spans.Named("orchestration:BotLifecycle")).ParentSpanId);
        Assert.Equal(dispatched[0].SpanId, advanced.ParentSpanId);
        Assert.Equal(advanced.SpanId, dispatched[1].ParentSpanId);
        Assert.Equal(dispatched[1].Id, command);
        Assert.Equal(dispatched[1].SpanId, Assert.Single(spans.Named("process bot-commands")).ParentSpanId);
        Assert.Equal(dispatched[1].SpanId, told.ParentSpanId);
        Assert.Equal(told.SpanId, sent.ParentSpanId);
        Assert.Equal(sent.Id, receiver.Received.Single().Headers["traceparent"]);
        Assert.Equal(200, sent.GetTagItem("http.response.status_code"));

        // The parent is the span that caused the work, with a link to the host's call that delivered it.
        Assert.All([.. dispatched, advanced, told], span => Assert.NotEqual(spans.Trace, Assert.Single(span.Links).Context.TraceId));
        Assert.All(
            [created, .. dispatched, advanced, told],
            span => Assert.Equal((app.Project, bot), (span.GetTagItem("usher.project.id"), span.GetTagItem("usher.bot.id")))
        );
    }

    [Fact]
    public async Task Every_event_keeps_the_span_in_which_it_happened()
    {
        using var spans = new Spans();
        var (bot, _) = await LiveAsync(spans.Traceparent);

        var events = await app
            .Services.GetRequiredService<BotStore>()
            .EventsAsync(app.Project, BotId.Parse(bot), cancellationToken: Cancel)
            .ToListAsync(Cancel);

        var (created, advanced, played) = (
            spans.All.Single(span => span.ParentSpanId.ToString() == "b7ad6b7169203331"),
            spans.Named("activity:AdvanceBot").Single(),
            spans.Named("process bot-commands").Single()
        );
        Assert.Equal(
            [("bot_created", created.Id), ("staged", advanced.Id), ("join_requested", advanced.Id), ("command_claimed", played.Id)],
            events.Take(4).Select(stored => (stored.Event.Type.Name, stored.Traceparent))
        );
    }

    [Fact]
    public async Task A_request_is_a_span_named_after_its_route_with_its_id_and_status()
    {
        using var spans = new Spans();
        await app.Client.AskAsync(
            "GET",
            "/api/v1/bots/bot_3pVj4QcEyhV3mfHc?key=hidden",
            null,
            ("traceparent", spans.Traceparent),
            ("X-Request-Id", "of-mine")
        );

        // The answer arrives before the span has ended.
        await Eventually.IsTrueAsync(() => spans.All.Count > 0);
        var span = Assert.Single(spans.All);
        Assert.Equal(("GET /api/v1/bots/{id}", ActivityKind.Server, ActivityStatusCode.Unset), (span.DisplayName, span.Kind, span.Status));
        Assert.Equal(
            [
                ("http.request.method", "GET"),
                ("http.response.status_code", "404"),
                ("http.route", "/api/v1/bots/{id}"),
                ("url.path", "/api/v1/bots/bot_3pVj4QcEyhV3mfHc"),
                ("url.scheme", "http"),
                ("usher.request.id", "of-mine"),
            ],
            span.TagObjects.Select(tag => (tag.Key, $"{tag.Value}")).Order()
        );
    }

    [Fact]
    public async Task The_trace_context_is_passed_on_even_if_nothing_listens()
    {
        await LiveAsync($"00-{traceWithoutListener}-b7ad6b7169203331-01");

        Assert.Matches($"^00-{traceWithoutListener}-[0-9a-f]{{16}}-01$", receiver.Received.Single().Headers["traceparent"]);
    }

    [Fact]
    public async Task A_bot_woken_by_the_watchdog_stays_in_its_trace()
    {
        using var spans = new Spans();
        var bot = await CreateAsync(spans.Traceparent);
        await host.HandleAsync("DispatchBotEvents", await host.TakeAsync(BotQueues.EventsName));
        durable.Forget(bot);
        app.Clock.Advance(TimeSpan.FromMinutes(55.2));

        await host.TickAsync("WakeOverdueBots");

        var woken = Assert.Single(spans.Named("wake"));
        Assert.Equal(spans.All[0].SpanId, woken.ParentSpanId);
        Assert.Contains(
            durable.Requests,
            request =>
                request.StartsWith($"start BotLifecycle {bot} ", StringComparison.Ordinal)
                && request.Contains(woken.Id!, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Failed_work_is_a_failed_span()
    {
        using var spans = new Spans();

        await Assert.ThrowsAsync<InvocationFailedException>(() =>
            host.RunActivityAsync("AdvanceBot", $$"""{"project":"A","bot":"no bot","traceparent":"{{spans.Traceparent}}"}""")
        );

        var span = Assert.Single(spans.Named("activity:AdvanceBot"));
        Assert.Equal((ActivityStatusCode.Error, "System.FormatException"), (span.Status, span.GetTagItem("error.type")));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private async Task<string> CreateAsync(string traceparent)
    {
        var answer = await app.Client.AskAsync(
            "POST",
            "/api/v1/bots",
            """{"meeting_url": "https://zoom.us/j/1", "bot_name": "x", "join_at": "2026-01-01T13:00:00Z"}""",
            ("traceparent", traceparent)
        );
        return answer.BotId();
    }

    /// <summary>
    /// Creates a bot with a webhook, dispatches it, advances it to its join and dispatches again; its runner claims the command, and the
    /// webhook is notified of the join.
    /// </summary>
    private async Task<(string Bot, string? Command)> LiveAsync(string traceparent)
    {
        await app.SubscribeAsync(receiver.Url);
        var bot = await CreateAsync(traceparent);
        await host.HandleAsync("DispatchBotEvents", await host.TakeAsync(BotQueues.EventsName));
        var input = Assert.Single(durable.Requests).Split(' ', 4)[3];
        await host.StartOrchestrationAsync("BotLifecycle", bot, input);
        app.Clock.Advance(TimeSpan.FromHours(1));
        await host.RunActivityAsync("AdvanceBot", input);
        await host.HandleAsync("DispatchBotEvents", await host.TakeAsync(BotQueues.EventsName));
        var command = await host.TakeAsync(BotQueues.CommandsName);
        await host.HandleAsync("RunSimulatedMeeting", command);

        // The message of the creation, that of the staging, and this one.
        await host.TakeAsync(BotQueues.WebhooksName);
        await host.TakeAsync(BotQueues.WebhooksName);
        await host.HandleAsync("DeliverWebhook", await host.TakeAsync(BotQueues.WebhooksName));
        return (bot, JsonElement.Parse(command).GetProperty("traceparent").GetString());
    }
}
