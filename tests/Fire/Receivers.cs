using Usher.Tests.Fire.Checker;
using Usher.Tests.Support;

namespace Usher.Tests.Fire;

/// <summary>The webhook receivers: one after another on the same port, and everything they received.</summary>
internal sealed class Receivers : IAsyncDisposable
{
    private readonly List<WebhookReceiver> all = [];

    private Receivers(WebhookReceiver first)
    {
        all.Add(first);
        Url = first.Url;
    }

    /// <summary>The same for every receiver.</summary>
    public Uri Url { get; }

    public IEnumerable<Told> Told =>
        all.SelectMany(receiver => receiver.Received)
            .Select(one => new Told(
                one.Path,
                one.Headers["webhook-id"],
                one.Headers["webhook-timestamp"],
                one.Headers["webhook-signature"],
                one.Headers["X-Webhook-Signature"],
                one.Body
            ));

    public static async Task<Receivers> StartAsync() => new(await WebhookReceiver.StartAsync());

    /// <summary>Stops listening for the given time.</summary>
    public async Task RestartAsync(TimeSpan length, CancellationToken cancellationToken)
    {
        var port = Url.Port;
        await all[^1].DisposeAsync();
        await Task.Delay(length, TimeProvider.System, cancellationToken);
        all.Add(await WebhookReceiver.StartAsync(port: port));
    }

    /// <summary>Accepts requests but leaves them unanswered for the given time, then answers with an error.</summary>
    public async Task PauseAsync(TimeSpan length, CancellationToken cancellationToken)
    {
        var end = Task.Delay(length, TimeProvider.System, cancellationToken);
        all[^1].Answer = async context =>
        {
            await end.WaitAsync(context.RequestAborted);
            context.Response.StatusCode = 500;
        };
        await end;
        all[^1].Answer = null;
    }

    public ValueTask DisposeAsync() => all[^1].DisposeAsync();
}
