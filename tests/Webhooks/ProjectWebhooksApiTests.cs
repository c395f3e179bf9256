using System.Text.Json;
using Usher.Bots.Webhooks;
using Usher.Storage;
using Usher.Tests.Support;

namespace Usher.Tests.Webhooks;

/// <summary>The management API, and deliveries as a project sees them.</summary>
public sealed class ProjectWebhooksApiTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private TestApp app = null!;
    private WebhookReceiver receiver = null!;

    public async ValueTask InitializeAsync()
    {
        app = await TestApp.StartAsync(azurite.ConnectionString, time: null, "--Usher:Webhooks:AllowLoopback=true");
        receiver = await WebhookReceiver.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await receiver.DisposeAsync();
        await app.DisposeAsync();
    }

    [Fact]
    public async Task A_webhook_is_created_listed_and_deleted_and_its_secret_is_shown_once()
    {
        var (status, created) = await app.ManageAsync(
            "POST",
            "/webhooks",
            """{"url": "https://example.com/hook", "triggers": ["bot.state_change", "transcript.update"]}"""
        );
        var (_, list) = await app.ManageAsync("GET", "/webhooks");
        var secret = created.GetProperty("secret_base64").GetString()!;
        var id = created.GetProperty("id").GetString();

        Assert.Equal(
            (201, $"whsec_{secret}", 32),
            (status, created.GetProperty("secret").GetString(), Convert.FromBase64String(secret).Length)
        );
        Assert.Equal(
            $$"""[{"id":"{{id}}","url":"https://example.com/hook","triggers":["bot.state_change","transcript.update"],"status":"active","created_at":"2026-01-01T12:00:00Z","failing_since":null,"paused_at":null}]""",
            list.GetProperty("results").GetRawText()
        );
        Assert.Equal(204, (await app.ManageAsync("DELETE", $"/webhooks/{id}")).Status);
        Assert.Equal(404, (await app.ManageAsync("DELETE", $"/webhooks/{id}")).Status);
        Assert.Equal(0, (await app.ManageAsync("GET", "/webhooks")).Body.GetProperty("results").GetArrayLength());
    }

    [Theory]
    [InlineData("""{}""", "url", "triggers")]
    [InlineData("""{"url": "nowhere", "triggers": ["bot.state_change"]}""", "url")]
    [InlineData("""{"url": "ftp://example.com", "triggers": ["bot.state_change"]}""", "url")]
    [InlineData("""{"url": "https://me:secret@example.com", "triggers": ["bot.state_change"]}""", "url")]
    [InlineData("""{"url": "https://10.0.0.1/x", "triggers": ["bot.state_change"]}""", "url")]
    [InlineData("""{"url": "https://[fd00::1]/x", "triggers": ["bot.state_change"]}""", "url")]
    [InlineData("""{"url": "http://1.1.1.1/", "triggers": ["bot.state_change"]}""", "url")]
    [InlineData("""{"url": "https://example.com", "triggers": []}""", "triggers")]
    [InlineData("""{"url": "https://example.com", "triggers": ["nope"]}""", "triggers")]
    [InlineData("""{"url": "https://example.com", "triggers": "bot.state_change"}""", "triggers")]
    public async Task An_invalid_webhook_is_refused_by_field(string body, params string[] fields)
    {
        var (status, answer) = await app.ManageAsync("POST", "/webhooks", body);

        Assert.Equal(400, status);
        Assert.Equal(fields, answer.EnumerateObject().Select(field => field.Name));
    }

    [Fact]
    public async Task An_address_can_be_subscribed_once_and_a_project_can_have_ten()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => CreateAsync("https://example.com/same")));
        Assert.Single(answers, status => status == 201);

        for (var i = 1; i < 10; i++)
        {
            Assert.Equal(201, await CreateAsync($"https://example.com/{i}"));
        }

        Assert.Equal(400, await CreateAsync("https://example.com/10"));

        async Task<int> CreateAsync(string url) =>
            (await app.ManageAsync("POST", "/webhooks", $$"""{"url": "{{url}}", "triggers": ["bot.state_change"]}""")).Status;
    }

    [Fact]
    public async Task Simultaneous_requests_never_exceed_ten_webhooks_and_a_deletion_makes_room()
    {
        for (var round = 0; round < 2; round++)
        {
            var answers = await Task.WhenAll(
                Enumerable
                    .Range(0, 16)
                    .Select(i =>
                        app.ManageAsync(
                            "POST",
                            "/webhooks",
                            $$"""{"url": "https://example.com/{{round}}/{{i}}", "triggers": ["bot.state_change"]}"""
                        )
                    )
            );
            var created = (await app.ManageAsync("GET", "/webhooks")).Body.GetProperty("results");

            Assert.Equal(round == 0 ? 10 : 3, answers.Count(answer => answer.Status == 201));
            Assert.All(answers.Where(answer => answer.Status != 201), answer => Assert.Equal(400, answer.Status));
            Assert.Equal(10, created.GetArrayLength());
            foreach (var webhook in created.EnumerateArray().Take(3))
            {
                Assert.Equal(204, (await app.ManageAsync("DELETE", $"/webhooks/{webhook.GetProperty("id").GetString()}")).Status);
            }
        }
    }

    [Fact]
    public async Task Every_request_needs_the_management_key_and_without_the_setting_all_are_refused()
    {
        var path = $"/manage/v1/projects/{app.Project}/webhooks";
        using var anonymous = new HttpClient { BaseAddress = app.Url };
        await using var closed = await TestApp.StartAsync(azurite.ConnectionString, time: null, "--Usher:ManagementKey=");

        Assert.Equal(401, (await anonymous.SendAsync("GET", path)).Status);
        Assert.Equal(401, (await app.ManagementClient("wrong").SendAsync("GET", path)).Status);
        Assert.Equal(401, (await app.Client.SendAsync("GET", path)).Status);
        Assert.Equal(404, (await app.ManagementClient().SendAsync("GET", "/manage/v1/projects/nobody/webhooks")).Status);
        Assert.Equal(404, (await app.ManagementClient().SendAsync("GET", "/manage/v1/nothing")).Status);
        var (status, body) = await closed.ManagementClient().SendAsync("GET", $"/manage/v1/projects/{closed.Project}/webhooks");
        Assert.Equal(403, status);
        Assert.Contains("Usher__ManagementKey", body.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_replaced_secret_signs_alongside_the_new_one_until_the_overlap_ends()
    {
        var (webhook, first) = await app.SubscribeAsync(receiver.Url);
        var (status, rotated) = await app.ManageAsync("POST", $"/webhooks/{webhook}/rotate_secret", """{"overlap_seconds": 60}""");
        var second = Convert.FromBase64String(rotated.GetProperty("secret_base64").GetString()!);

        var delivery = (await app.DispatchAsync(await app.CreateBotAsync()))[0];
        await app.AttemptAsync(delivery);
        app.Clock.Advance(TimeSpan.FromSeconds(60));
        await app.AttemptAsync((await app.DispatchAsync(await app.CreateBotAsync()))[0]);
        var (during, after) = (receiver.Received.First(), receiver.Received.Last());

        Assert.Equal((200, "2026-01-01T12:01:00Z"), (status, rotated.GetProperty("previous_secret_until").GetString()));
        Assert.True(during.IsSignedWith(second) && during.IsSignedToStandardWith(first));
        Assert.True(after.IsSignedWith(second) && !after.IsSignedToStandardWith(first));
        Assert.Equal(400, (await app.ManageAsync("POST", $"/webhooks/{webhook}/rotate_secret", """{"overlap_seconds": -1}""")).Status);
        Assert.Equal(404, (await app.ManageAsync("POST", "/webhooks/wh_0/rotate_secret")).Status);
        Assert.Equal(200, (await app.ManageAsync("POST", "/rotate_webhook_secret")).Status);
    }

    [Fact]
    public async Task The_secret_that_receivers_hold_signs_until_its_overlap_ends_however_often_and_concurrently_it_is_replaced()
    {
        var (_, first) = await app.SubscribeAsync(receiver.Url);
        await RotateAsync(60);
        app.Clock.Advance(TimeSpan.FromSeconds(30));
        var second = await RotateAsync(600);
        var raced = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => RotateAsync(600)));
        await RotateAsync(600);

        var during = await TellAsync();
        app.Clock.Advance(TimeSpan.FromSeconds(30));
        var after = await TellAsync();
        app.Clock.Advance(TimeSpan.FromSeconds(570));
        var late = await TellAsync();

        Assert.True(during.IsSignedToStandardWith(first) && !after.IsSignedToStandardWith(first));
        Assert.All(raced.Prepend(second), secret => Assert.True(after.IsSignedToStandardWith(secret)));
        Assert.Single(late.Headers["webhook-signature"].Split(' '));

        async Task<byte[]> RotateAsync(int overlap)
        {
            var (status, rotated) = await app.ManageAsync("POST", "/rotate_webhook_secret", $$"""{"overlap_seconds": {{overlap}}}""");
            Assert.Equal(200, status);
            return Convert.FromBase64String(rotated.GetProperty("secret_base64").GetString()!);
        }

        async Task<ReceivedWebhook> TellAsync()
        {
            await app.AttemptAsync((await app.DispatchAsync(await app.CreateBotAsync()))[0]);
            return receiver.Received.Last();
        }
    }

    [Fact]
    public async Task The_number_of_signing_secrets_is_limited_unless_the_replaced_one_ends_immediately()
    {
        for (var i = 0; i < WebhookSecrets.MaxPrevious; i++)
        {
            Assert.Equal(200, (await app.ManageAsync("POST", "/rotate_webhook_secret")).Status);
        }

        Assert.Equal(409, (await app.ManageAsync("POST", "/rotate_webhook_secret")).Status);
        Assert.Equal(200, (await app.ManageAsync("POST", "/rotate_webhook_secret", """{"overlap_seconds": 0}""")).Status);
    }

    [Fact]
    public async Task A_test_reports_its_outcome()
    {
        var (webhook, secret) = await app.SubscribeAsync(receiver.Url);

        var (_, good) = await app.ManageAsync("POST", $"/webhooks/{webhook}/test");
        receiver.AnswerWith(404);
        var (_, bad) = await app.ManageAsync("POST", $"/webhooks/{webhook}/test");

        Assert.Equal("""{"delivered":true,"status":200,"error":null,"duration_ms":0}""", good.GetRawText());
        Assert.Equal(
            """{"delivered":false,"status":404,"error":"The receiver did not accept the delivery.","duration_ms":0}""",
            bad.GetRawText()
        );
        Assert.True(receiver.Received.First().IsSignedWith(secret));
        Assert.Equal("webhook.test", receiver.Received.First().Json.GetProperty("trigger").GetString());
    }

    [Fact]
    public async Task A_name_that_resolves_to_an_internal_address_is_refused_on_connecting()
    {
        await using var strict = await TestApp.StartAsync(azurite.ConnectionString);
        var (_, created) = await strict.ManageAsync(
            "POST",
            "/webhooks",
            $$"""{"url": "https://localhost:{{receiver.Url.Port}}/", "triggers": ["bot.state_change"]}"""
        );

        var (_, outcome) = await strict.ManageAsync("POST", $"/webhooks/{created.GetProperty("id").GetString()}/test");

        Assert.False(outcome.GetProperty("delivered").GetBoolean());
        Assert.EndsWith("is not public (loopback).", outcome.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Equal(
            400,
            (await strict.ManageAsync("POST", "/webhooks", $$"""{"url": "{{receiver.Url}}", "triggers": ["bot.state_change"]}""")).Status
        );
        Assert.Equal(
            400,
            (await strict.ManageAsync("POST", "/webhooks", """{"url": "https://127.0.0.1/", "triggers": ["bot.state_change"]}""")).Status
        );
        Assert.Empty(receiver.Received);
    }

    [Fact]
    public async Task A_project_pages_through_its_deliveries_and_can_resend_one()
    {
        await app.SubscribeAsync(receiver.Url);
        var bot = await app.CreateBotAsync();
        await app.ReportAsync(bot, "joined_meeting");
        await app.ReportAsync(bot, "recording_permission_granted");
        for (var i = 0; i < 12; i++)
        {
            await app.ReportAsync(bot, "recording_paused", id: $"p{i}");
            await app.ReportAsync(bot, "recording_resumed", id: $"r{i}");
        }

        var sent = await app.DispatchAsync(bot);
        await app.AttemptAsync(sent[0]);
        var (status, first) = await app.Client.SendAsync("GET", $"/api/v1/bots/{bot}/webhook_deliveries");
        var (_, second) = await app.Client.SendAsync("GET", first.GetProperty("next").GetString()!);
        var shown = first.GetProperty("results").EnumerateArray().Concat(second.GetProperty("results").EnumerateArray()).ToList();

        Assert.Equal((200, 25, 2), (status, first.GetProperty("results").GetArrayLength(), second.GetProperty("results").GetArrayLength()));
        Assert.Equal(sent.Select(delivery => delivery.Id.ToString()), shown.Select(one => one.GetProperty("id").GetString()));
        Assert.Equal(JsonValueKind.Null, second.GetProperty("next").ValueKind);
        Assert.Equal(
            """[{"at":"2026-01-01T12:00:00Z","status":200,"error":null,"duration_ms":0}]""",
            shown[0].GetProperty("attempts").GetRawText()
        );
        Assert.Equal(("delivered", "pending"), (shown[0].GetProperty("status").GetString(), shown[1].GetProperty("status").GetString()));

        Assert.Equal(202, (await app.Client.SendAsync("POST", $"/api/v1/bots/{bot}/webhook_deliveries/{sent[0].Id}/redeliver")).Status);
        var again = await app.AttemptAsync(await app.ReloadAsync(sent[0]));
        Assert.Equal((DeliveryStatus.Delivered, 2), (again.Status, again.Attempts));
        Assert.Equal(2, receiver.Received.Count(one => one.Headers["webhook-id"] == sent[0].Id.ToString()));

        using var other = app.OtherClient();
        Assert.Equal(404, (await other.SendAsync("GET", $"/api/v1/bots/{bot}/webhook_deliveries")).Status);
        Assert.Equal(404, (await other.SendAsync("POST", $"/api/v1/bots/{bot}/webhook_deliveries/{sent[0].Id}/redeliver")).Status);
        Assert.Equal(404, (await app.Client.SendAsync("POST", $"/api/v1/bots/{bot}/webhook_deliveries/nothing/redeliver")).Status);
        Assert.Equal(404, (await app.Client.SendAsync("GET", $"/api/v1/bots/{bot}/webhook_deliveries?cursor=!")).Status);
        Assert.Equal(405, (await app.Client.SendAsync("PUT", $"/api/v1/bots/{bot}/webhook_deliveries", "{}")).Status);
    }

    [Fact]
    public async Task A_project_can_resend_everything_in_a_time_range()
    {
        await app.SubscribeAsync(receiver.Url);
        var before = await app.DispatchAsync(await app.CreateBotAsync());
        app.Clock.Advance(TimeSpan.FromMinutes(10));
        var (delivered, failed) = (
            (await app.DispatchAsync(await app.CreateBotAsync()))[0],
            (await app.DispatchAsync(await app.CreateBotAsync()))[0]
        );
        await app.AttemptAsync(delivered);

        var (status, all) = await app.ManageAsync(
            "POST",
            "/webhook_deliveries/redeliver",
            """{"from": "2026-01-01T12:05:00Z", "to": "2026-01-01T12:15:00Z"}"""
        );
        var (_, pending) = await app.ManageAsync(
            "POST",
            "/webhook_deliveries/redeliver",
            """{"from": "2026-01-01T12:05:00Z", "to": "2026-01-01T12:15:00Z", "status": "failed"}"""
        );

        Assert.Equal((202, """{"redelivered":2}""", """{"redelivered":0}"""), (status, all.GetRawText(), pending.GetRawText()));
        Assert.Equal(
            (DeliveryStatus.Pending, 1),
            ((await app.ReloadAsync(delivered)).Status, (await app.ReloadAsync(delivered)).EarlierAttempts)
        );
        Assert.Equal(before[0].ETag, (await app.ReloadAsync(before[0])).ETag);
        Assert.Equal(DeliveryStatus.Delivered, (await app.AttemptAsync(await app.ReloadAsync(failed))).Status);
        Assert.Equal(400, (await app.ManageAsync("POST", "/webhook_deliveries/redeliver", """{"from": "2026-01-01T12:05:00Z"}""")).Status);
    }

    [Fact]
    public async Task Secrets_and_keys_never_appear_in_the_logs()
    {
        var (webhook, secret) = await app.SubscribeAsync(receiver.Url);
        var (_, rotated) = await app.ManageAsync("POST", $"/webhooks/{webhook}/rotate_secret");
        await app.AttemptAsync((await app.DispatchAsync(await app.CreateBotAsync()))[0]);
        receiver.AnswerWith(500);
        await app.AttemptAsync((await app.DispatchAsync(await app.CreateBotAsync()))[0]);
        string[] secrets =
        [
            Convert.ToBase64String(secret),
            rotated.GetProperty("secret_base64").GetString()!,
            TestApp.ManagementKey,
            Convert.ToBase64String(new byte[32]),
        ];

        Assert.Contains(app.Logs.Lines, line => line.Contains(webhook, StringComparison.Ordinal));
        Assert.DoesNotContain(app.Logs.Lines, line => secrets.Any(one => line.Contains(one, StringComparison.Ordinal)));
    }
}
