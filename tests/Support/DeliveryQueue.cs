using Microsoft.Extensions.DependencyInjection;
using Usher.Storage;
using Usher.Webhooks;

namespace Usher.Tests.Support;

/// <summary>
/// The queue <c>webhook-deliveries</c> as the Functions host processes it, on the test's clock: a message is removed when the function has
/// returned, and comes back if the function died.
/// </summary>
/// <param name="app">The app whose project's messages are handled.</param>
/// <param name="sent">The messages that the app sent.</param>
internal sealed class DeliveryQueue(TestApp app, SentMessages sent)
{
    /// <summary>How long until the host hands out an unfinished message again.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(10);

    private readonly List<(string Text, DateTimeOffset VisibleAt)> waiting = [];
    private int known;

    /// <summary>Whether the queue holds no messages, visible or not.</summary>
    public bool IsEmpty
    {
        get
        {
            TakeIn();
            return waiting.Count == 0;
        }
    }

    /// <summary>Drops all messages.</summary>
    public void Clear()
    {
        TakeIn();
        waiting.Clear();
    }

    /// <summary>Handles the next message as soon as it becomes visible, advancing the clock until then.</summary>
    /// <returns>False if the function died.</returns>
    public async Task<bool> HandleNextAsync(CancellationToken cancellationToken)
    {
        TakeIn();
        var message = waiting.MinBy(one => one.VisibleAt);
        waiting.Remove(message);
        if (message.VisibleAt > app.Clock.GetUtcNow())
        {
            app.Clock.Advance(message.VisibleAt - app.Clock.GetUtcNow());
        }

        try
        {
            await ActivatorUtilities.CreateInstance<DeliverWebhook>(app.Services).RunAsync(message.Text, cancellationToken);
            return true;
        }
        catch (Exception exception) when (exception is ProcessDiedException or OperationCanceledException)
        {
            waiting.Add((message.Text, app.Clock.GetUtcNow() + Lease));
            return false;
        }
    }

    private void TakeIn()
    {
        var messages = sent
            .All.Where(message => message.Queue == BotQueues.WebhooksName)
            .Where(message => message.Text.Contains(app.Project, StringComparison.Ordinal))
            .ToList();
        waiting.AddRange(messages[known..].Select(message => (message.Text, app.Clock.GetUtcNow() + message.Delay)));
        known = messages.Count;
    }
}
