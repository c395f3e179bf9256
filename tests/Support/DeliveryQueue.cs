using Microsoft.Extensions.DependencyInjection;
using Usher.Storage;
using Usher.Webhooks;

namespace Usher.Tests.Support;

/// <summary>
/// The queue <c>webhook-deliveries</c> as the Functions host works it off, on the test's clock: a message is gone when the function has
/// returned, and comes back when it died over it.
/// </summary>
/// <param name="app">Whose project's messages are handled.</param>
/// <param name="sent">What it sent.</param>
internal sealed class DeliveryQueue(TestApp app, SentMessages sent)
{
    /// <summary>After so long the host gives a message again that nobody has finished.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(10);

    private readonly List<(string Text, DateTimeOffset VisibleAt)> waiting = [];
    private int known;

    /// <summary>Nothing is in it, visible or not.</summary>
    public bool IsEmpty
    {
        get
        {
            TakeIn();
            return waiting.Count == 0;
        }
    }

    /// <summary>What it holds is lost.</summary>
    public void Clear()
    {
        TakeIn();
        waiting.Clear();
    }

    /// <summary>The next message, as soon as it shows itself: the clock moves on until then.</summary>
    /// <returns>False where the function died over it.</returns>
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
