using Microsoft.Extensions.DependencyInjection;
using Usher.Bots;
using Usher.Runner;
using Usher.Tests.Support;

namespace Usher.Tests.Api;

/// <summary>Whatever happens and however it fails, no key, token or secret appears in a log line or its scopes.</summary>
public sealed class SecretsInLogsTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const string InSettings = "rtmp-stream-key-of-a-customer";
    private WebhookReceiver receiver = null!;
    private TestApp app = null!;

    public async ValueTask InitializeAsync()
    {
        receiver = await WebhookReceiver.StartAsync();
        app = await TestApp.StartAsync(
            azurite.ConnectionString,
            time: null,
            "--Usher:Webhooks:AllowLoopback=true",
            "--Logging:LogLevel:Default=Trace"
        );
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await receiver.DisposeAsync();
    }

    [Fact]
    public async Task No_secret_is_logged()
    {
        var (_, created) = await app.ManageAsync("POST", "/keys");
        var (_, webhook) = await app.ManageAsync(
            "POST",
            "/webhooks",
            $$"""{"url": "{{receiver.Url}}", "triggers": ["bot.state_change"]}"""
        );
        var key = created.GetProperty("key").GetString()!;
        using var client = app.ClientOf(key);
        var (status, bot) = await client.SendAsync(
            "POST",
            "/api/v1/bots",
            $$$"""{"meeting_url": "https://meet.google.com/abc-defg-hij", "bot_name": "Usher", "rtmp_settings": {"destination_url": "rtmp://example.com/live", "stream_key": "{{{InSettings}}}"}}"""
        );
        Assert.Equal(201, status);
        var id = bot.GetProperty("id").GetString()!;
        var token = app.Services.GetRequiredService<RunnerTokens>().Create(app.Project, BotId.Parse(id));

        // Requests that succeed, are refused, are malformed, or fail.
        await app.RunnerClient(token).SendAsync("POST", $"/runner/v1/bots/{id}/events", """{"id": "1", "type": "joined_meeting"}""");
        await app.RunnerClient(token).SendAsync("POST", $"/runner/v1/bots/{id}/events", """{"id": "2", "type": "joined_meeting"}""");
        await app.RunnerClient(token + "x").SendAsync("POST", $"/runner/v1/bots/{id}/heartbeat");
        await app.ManagementClient(TestApp.ManagementKey + "x").SendAsync("GET", $"/manage/v1/projects/{app.Project}/keys");
        await app.ClientOf(key + "x").SendAsync("GET", $"/api/v1/bots/{id}");
        await app.ClientOf(app.DisabledKey).SendAsync("GET", $"/api/v1/bots/{id}");
        receiver.AnswerWith(500);
        await app.AttemptAsync((await app.DispatchAsync(id))[0]);
        await app.ManageAsync("POST", $"/webhooks/{webhook.GetProperty("id").GetString()}/test");
        app.AtStorage = _ => throw new IOException("The wire is cut.");
        Assert.Equal(503, (await client.SendAsync("POST", $"/api/v1/bots/{id}/leave")).Status);

        string[] secrets =
        [
            key,
            app.Key,
            app.DisabledKey,
            token,
            token.Split('.')[1],
            TestApp.RunnerKey,
            TestApp.ManagementKey,
            InSettings,
            Convert.ToBase64String(new byte[32]),
            webhook.GetProperty("secret").GetString()!,
            webhook.GetProperty("secret_base64").GetString()!,
            StorageKey(),
        ];
        var lines = app.Logs.Lines.Concat(app.Logs.Scoped.Select(scoped => scoped.Scopes)).ToList();
        Assert.Contains(lines, line => line.Contains(id, StringComparison.Ordinal));
        Assert.Empty(
            from line in lines
            from secret in secrets
            where line.Contains(secret, StringComparison.Ordinal)
            select $"{secret} in: {line}"
        );
    }

    private string StorageKey() => azurite.ConnectionString.Split("AccountKey=")[1].Split(';')[0];
}
