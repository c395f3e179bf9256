namespace Usher.Bots.Webhooks;

internal enum WebhookStatus
{
    Active,

    /// <summary>Failed for too long: what it should be told is held until it is resumed.</summary>
    Paused,

    /// <summary>The receiver answered 410: it wants nothing more.</summary>
    Ended,
}
