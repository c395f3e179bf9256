namespace Usher.Bots.Webhooks;

internal enum WebhookStatus
{
    Active,

    /// <summary>Failing for too long: deliveries are held until the subscription is resumed.</summary>
    Paused,

    /// <summary>The receiver responded with 410 and accepts no more deliveries.</summary>
    Ended,
}
