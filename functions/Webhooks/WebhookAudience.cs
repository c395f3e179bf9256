using Usher.Bots;
using Usher.Bots.Webhooks;
using Usher.Storage;

namespace Usher.Webhooks;

/// <summary>Which subscriptions receive a bot's events.</summary>
internal sealed class WebhookAudience(WebhookStore webhooks)
{
    /// <summary>Whether any subscription may want a bot's events, without reading the bot.</summary>
    /// <param name="project">The bot's project.</param>
    /// <param name="botHasWebhooks">Whether the bot has subscriptions of its own.</param>
    /// <param name="isTold">Which of the project's subscriptions count.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async Task<bool> MayHearAsync(
        string project,
        bool botHasWebhooks,
        Func<WebhookSubscription, bool> isTold,
        CancellationToken cancellationToken
    ) => botHasWebhooks || (await webhooks.GetAsync(project, cancellationToken)).Subscriptions.Any(isTold);

    /// <summary>A bot's own subscriptions replace its project's. A MeetStream callback does not: its payload has another format.</summary>
    public async Task<IReadOnlyList<WebhookSubscription>> OfAsync(Bot bot, CancellationToken cancellationToken)
    {
        var own = WebhookSubscription.Of(bot.Settings);
        return own.Any(subscription => !subscription.IsMeetStreams)
            ? own
            : [.. own, .. (await webhooks.GetAsync(bot.Project, cancellationToken)).Subscriptions];
    }
}
