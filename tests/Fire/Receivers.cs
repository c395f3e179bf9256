using Usher.Tests.Fire.Checker;
using Usher.Tests.Support;

namespace Usher.Tests.Fire;

/// <summary>Whoever is told: one receiver after the other on the same port, and all that they got.</summary>
internal sealed class Receivers : IAsyncDisposable
{
    private readonly List<WebhookReceiver> all = [];

    private Receivers(WebhookReceiver first)
    {
        all.Add(first);
        Url = first.Url;
    }

    /// <summary>The same, whoever listens there.</summary>
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

    /// <summary>Nobody listens for so long.</summary>
    public async Task RestartAsync(TimeSpan length, CancellationToken cancellationToken)
    {
        var port = Url.Port;
        await all[^1].DisposeAsync();
        await Task.Delay(length, TimeProvider.System, cancellationToken);
        all.Add(await WebhookReceiver.StartAsync(port: port));
    }

    /// <summary>What arrives is taken and not answered for so long, and then with an error.</summary>
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
