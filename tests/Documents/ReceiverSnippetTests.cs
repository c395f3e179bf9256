using System.Globalization;
using System.Net.Sockets;
using Usher.Bots.Webhooks;
using Usher.LocalHost;
using Usher.LocalHost.Processes;
using Usher.Tests.Support;
using Usher.Webhooks;

namespace Usher.Tests.Documents;

/// <summary>The receiver in docs/webhooks.md is run as it is written and sent webhooks.</summary>
public sealed class ReceiverSnippetTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task The_receiver_accepts_only_bodies_signed_with_its_secret()
    {
        await using var app = await TestApp.StartAsync(
            azurite.ConnectionString,
            TimeProvider.System,
            "--Usher:Webhooks:AllowLoopback=true"
        );
        var port = LoopbackPort.Free();
        var (_, secret) = await app.SubscribeAsync(new Uri($"http://localhost:{port}/"));
        var bot = await app.CreateBotWithMetadataAsync();
        var delivery = (await app.DispatchAsync(bot))[0];
        var log = new LineLog();

        await using (await StartAsync(port, new byte[32], new LineLog()))
        {
            delivery = await app.AttemptAsync(delivery);
        }

        await using var receiver = await StartAsync(port, secret, log);
        await app.HandleAsync(WebhookMessage.Deliver.Again(delivery));
        delivery = await app.ReloadAsync(delivery);

        Assert.Equal([401, 204], delivery.Log.Select(attempt => attempt.Status ?? 0));
        Assert.Equal(DeliveryStatus.Delivered, delivery.Status);
        Assert.Equal(
            $"{bot} 1 join_requested joining",
            await log.WaitForAsync(bot, 1, receiver.Exited, TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken)
        );
    }

    private static async Task<ChildProcess> StartAsync(int port, byte[] secret, LineLog log)
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "receiver.mjs");
        await File.WriteAllTextAsync(file, Snippet(), TestContext.Current.CancellationToken);
        var command = new ChildCommand(
            Executable.Find("node", "It runs the receiver in docs/webhooks.md."),
            ["--import", ChildProcess.EndWithInput, file],
            Path.GetTempPath(),
            new Dictionary<string, string?>
            {
                ["PORT"] = port.ToString(CultureInfo.InvariantCulture),
                ["WEBHOOK_SECRET"] = $"whsec_{Convert.ToBase64String(secret)}",
            }
        );
        var process = ChildProcess.Start(command, log.Add);
        await Eventually.GetAsync(() => IsListeningAsync(port), listening => listening);
        return process;
    }

    private static string Snippet()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "webhooks.md"));
        var start = page.IndexOf("```js\n", StringComparison.Ordinal) + "```js\n".Length;
        return page[start..page.IndexOf("```", start, StringComparison.Ordinal)];
    }

    private static async Task<bool> IsListeningAsync(int port)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("localhost", port, TestContext.Current.CancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
