using Azure;
using Azure.Data.Tables;
using Usher.Bots.Webhooks;

namespace Usher.Storage;

/// <summary>
/// A project's subscriptions and the row of its secret, if any. The secret is decrypted only when signing, so that a wrong encryption key
/// stops no bot.
/// </summary>
/// <param name="Subscriptions">Oldest first.</param>
/// <param name="SecretRow">Null if no secret has been created yet.</param>
/// <param name="Additions">Changes with each added subscription; null if none has been added.</param>
internal sealed record ProjectWebhooks(IReadOnlyList<WebhookSubscription> Subscriptions, TableEntity? SecretRow, ETag? Additions)
{
    public WebhookSubscription? Find(string id) => Subscriptions.FirstOrDefault(subscription => subscription.Id == id);
}
