using Usher.Bots;
using Usher.Storage;

namespace Usher.Webhooks;

/// <summary>Who may be told of a bot.</summary>
internal sealed class WebhookAudience(WebhookStore webhooks)
{
    /// <summary>
    /// A bot's own subscriptions take the place of its project's. A callback of MeetStream's is told beside them: it is in another form.
    /// </summary>
    public async Task<IReadOnlyList<WebhookSubscription>> OfAsync(Bot bot, CancellationToken cancellationToken)
    {
        var own = WebhookSubscription.Of(bot.Settings);
        return own.Any(subscription => !subscription.IsMeetStreams)
            ? own
            : [.. own, .. (await webhooks.GetAsync(bot.Project, cancellationToken)).Subscriptions];
    }
}
