namespace Usher.Bots.Webhooks;

/// <summary>NB: the snake-case names are on disk and on the wire.</summary>
internal enum DeliveryStatus
{
    /// <summary>An attempt is to come, or under way.</summary>
    Pending,
    Delivered,

    /// <summary>No attempt is left, or the receiver wants no more.</summary>
    Failed,

    /// <summary>The subscription is paused: told when it is resumed.</summary>
    Held,

    /// <summary>The subscription was deleted or has ended.</summary>
    Cancelled,
}
