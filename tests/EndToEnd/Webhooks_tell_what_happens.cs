using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Usher.Tests.Support;

namespace Usher.Tests.EndToEnd;

/// <summary>The development host delivers to a TLS receiver whose certificate it is configured to trust.</summary>
public sealed class Webhooks_tell_what_happens : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private readonly RSA key = RSA.Create(2048);
    private X509Certificate2 certificate = null!;
    private WebhookReceiver receiver = null!;
    private LocalHostProcess host = null!;

    public async ValueTask InitializeAsync()
    {
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        certificate = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        var trusted = Path.Combine(folder.Path, "receiver.pem");
        await File.WriteAllTextAsync(trusted, certificate.ExportCertificatePem(), TestContext.Current.CancellationToken);
        receiver = await WebhookReceiver.StartAsync(certificate);
        host = await LocalHostProcess.StartAsync(
            ["--data", folder.Path],
            new Dictionary<string, string?> { ["Usher__Simulation__MeetingLength"] = "00:00:02", ["SSL_CERT_FILE"] = trusted }
        );
    }

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        await receiver.DisposeAsync();
        certificate.Dispose();
        key.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Every_event_of_every_bot_eventually_arrives_signed_and_without_a_gap()
    {
        using var client = host.ClientWithKey();
        var secret = await SubscribeAsync($"{receiver.Url}project");
        var refused = new ConcurrentDictionary<string, bool>();
        receiver.Answer = context =>
        {
            // Each delivery is refused once: everything must arrive twice, identical both times.
            context.Response.StatusCode = refused.TryAdd(context.Request.Headers["webhook-id"].ToString(), true) ? 500 : 204;
            return Task.CompletedTask;
        };

        var (joined, deleted) = (await Meeting.CreateAsync(client), await Meeting.CreateAsync(client, inSeconds: 3600));
        Assert.Equal(200, (await deleted.DeleteAsync()).Status);
        var (status, own) = await client.SendAsync(
            "POST",
            "/api/v1/bots",
            $$"""{"meeting_url": "https://zoom.us/j/1", "bot_name": "x", "webhooks": [{"url": "{{receiver.Url}}own", "triggers": ["bot.state_change"]}]}"""
        );
        Assert.Equal(201, status);
        var told = new Meeting(client, own.GetProperty("id").GetString()!);
        var (joinedEvents, toldEvents) = (Meeting.Events(await joined.EndsRightAsync()), Meeting.Events(await told.EndsRightAsync()));

        await ArriveAsync(joined.Bot, "/project", secret, joinedEvents);
        await ArriveAsync(told.Bot, "/own", secret, toldEvents);
        await ArriveAsync(deleted.Bot, "/project", secret, ["bot_created", "deleted"]);

        var page = await Eventually.GetAsync(
            () => client.SendAsync("GET", $"/api/v1/bots/{told.Bot}/webhook_deliveries"),
            answer => answer.Body.GetProperty("results").EnumerateArray().All(one => one.GetProperty("status").GetString() == "delivered")
        );
        Assert.All(
            page.Body.GetProperty("results").EnumerateArray(),
            one =>
                Assert.Equal(
                    [500, 204],
                    one.GetProperty("attempts").EnumerateArray().Select(attempt => attempt.GetProperty("status").GetInt32())
                )
        );
        Assert.DoesNotContain(Convert.ToBase64String(secret), host.Output, StringComparison.Ordinal);
    }

    private async Task ArriveAsync(string bot, string path, byte[] secret, List<string> events)
    {
        var received = await Eventually.GetAsync(
            () => Task.FromResult(receiver.Received.Where(one => one.Json.GetProperty("bot_id").GetString() == bot).ToList()),
            all => all.Count >= 2 * events.Count
        );

        Assert.All(received, one => Assert.True(one.Path == path && one.IsSignedWith(secret)));
        var byId = received.GroupBy(one => one.Headers["webhook-id"]).ToList();
        Assert.All(byId, attempts => Assert.Single(attempts.Select(one => one.Body).Distinct()));
        var told = byId.Select(attempts => attempts.First().Json.GetProperty("data"))
            .OrderBy(data => data.GetProperty("sequence_number").GetInt32())
            .ToList();
        Assert.Equal(events.Count, told.Select(data => data.GetProperty("sequence_number").GetInt32()).Distinct().Count());
        Assert.Equal(events, told.Select(data => data.GetProperty("event_type").GetString()));
    }

    private async Task<byte[]> SubscribeAsync(string url)
    {
        var keys = JsonElement.Parse(
            await File.ReadAllTextAsync(Path.Combine(folder.Path, "keys.json"), TestContext.Current.CancellationToken)
        );
        using var operations = new HttpClient { BaseAddress = host.Url };
        operations.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer",
            keys.GetProperty("managementKey").GetString()
        );
        var (status, created) = await operations.SendAsync(
            "POST",
            "/manage/v1/projects/local/webhooks",
            $$"""{"url": "{{url}}", "triggers": ["bot.state_change"]}"""
        );
        Assert.Equal(201, status);
        return Convert.FromBase64String(created.GetProperty("secret_base64").GetString()!);
    }
}
