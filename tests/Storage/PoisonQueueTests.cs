using Azure.Storage.Queues;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Usher.Lifecycle;
using Usher.Tests.Support;

namespace Usher.Tests.Storage;

/// <summary>On its own account, because the queues have fixed names.</summary>
[Collection(QueuesAreLookedAt)]
public sealed class PoisonQueueTests(AzuriteFixture azurite) : IAsyncLifetime
{
    /// <summary>Queue measurements are shared by the whole process, so tests that measure queues take turns.</summary>
    public const string QueuesAreLookedAt = "queues are looked at";

    private const string Bot = "bot_3pVFZM00AAAAAAAA";
    private string storage = null!;
    private TestApp app = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        storage = azurite.NewAccount();
        app = await TestApp.StartAsync(storage);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task A_poison_message_is_an_error_with_the_bots_id_and_without_its_text()
    {
        var inspector = ActivatorUtilities.CreateInstance<InspectLeftovers>(app.Services);
        await inspector.RunAsync(new TimerInfo(), Token);
        Assert.DoesNotContain(app.Logs.Lines, line => line.Contains("-poison", StringComparison.Ordinal));

        await PutAsync("bot-commands-poison", $$"""{"bot_id": "{{Bot}}", "token": "secret-token"}""");
        await inspector.RunAsync(new TimerInfo(), Token);

        Assert.Single(
            app.Logs.Lines,
            line => line.Contains("bot-commands-poison", StringComparison.Ordinal) && line.Contains(Bot, StringComparison.Ordinal)
        );
        Assert.DoesNotContain(app.Logs.Lines, line => line.Contains("secret-token", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Retried_messages_are_back_in_their_queue_unchanged()
    {
        foreach (var number in Enumerable.Range(0, 40))
        {
            await PutAsync("bot-events-poison", $"message {number}");
        }

        using var operators = app.ManagementClient();
        var (status, body) = await operators.SendAsync("POST", "/manage/v1/poison/bot-events/retry");

        Assert.Equal((200, """{"retried":40}"""), (status, body.GetRawText()));
        var messages = new List<string>();
        for (var more = true; more; )
        {
            var page = (await Queue("bot-events").ReceiveMessagesAsync(32, TimeSpan.FromMinutes(1), Token)).Value;
            messages.AddRange(page.Select(message => message.MessageText));
            more = page.Length > 0;
        }

        Assert.Equal(
            Enumerable.Range(0, 40).Select(number => $"message {number}").Order(StringComparer.Ordinal),
            messages.Order(StringComparer.Ordinal)
        );
        Assert.Equal("""{"retried":0}""", (await operators.SendAsync("POST", "/manage/v1/poison/bot-events/retry")).Body.GetRawText());
    }

    [Fact]
    public async Task Only_the_apps_queues_are_retried_and_only_by_operators()
    {
        Assert.Equal(404, (await app.ManagementClient().SendAsync("POST", "/manage/v1/poison/other/retry")).Status);
        Assert.Equal(401, (await app.ManagementClient("wrong").SendAsync("POST", "/manage/v1/poison/bot-events/retry")).Status);
    }

    private async Task PutAsync(string queue, string text)
    {
        await Queue(queue).CreateIfNotExistsAsync(cancellationToken: Token);
        await Queue(queue).SendMessageAsync(text, Token);
    }

    private QueueClient Queue(string name) =>
        new(
            storage,
            name,
            new QueueClientOptions(QueueClientOptions.ServiceVersion.V2021_04_10) { MessageEncoding = QueueMessageEncoding.Base64 }
        );
}
