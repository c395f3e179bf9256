using Usher.Bots;
using Usher.Bots.Webhooks;
using Usher.Storage;

namespace Usher.Webhooks;

/// <summary>Who may be told of a bot.</summary>
internal sealed class WebhookAudience(WebhookStore webhooks)
{
    /// <summary>Whether any subscription may want to hear of a bot, as far as can be told without reading the bot.</summary>
    /// <param name="project">Whose bot it is.</param>
    /// <param name="botHasWebhooks">The bot has subscriptions of its own.</param>
    /// <param name="isTold">Which of the project's count.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public async Task<bool> MayHearAsync(
        string project,
        bool botHasWebhooks,
        Func<WebhookSubscription, bool> isTold,
        CancellationToken cancellationToken
    ) => botHasWebhooks || (await webhooks.GetAsync(project, cancellationToken)).Subscriptions.Any(isTold);

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
