using Azure;
using Azure.Data.Tables;
using Usher.Bots.Webhooks;

namespace Usher.Storage;

/// <summary>
/// A project's subscriptions, and the row of its secret where it has one: it is opened by whoever signs, so that a wrong key stops no bot.
/// </summary>
/// <param name="Subscriptions">The oldest first.</param>
/// <param name="SecretRow">Null: nobody has asked for a secret yet.</param>
/// <param name="Additions">Changes with each subscription that is added; null: none has been.</param>
internal sealed record ProjectWebhooks(IReadOnlyList<WebhookSubscription> Subscriptions, TableEntity? SecretRow, ETag? Additions)
{
    public WebhookSubscription? Find(string id) => Subscriptions.FirstOrDefault(subscription => subscription.Id == id);
}
