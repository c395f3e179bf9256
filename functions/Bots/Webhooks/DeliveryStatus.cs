namespace Usher.Bots.Webhooks;

/// <summary>NB: the snake-case names are stored and on the wire.</summary>
internal enum DeliveryStatus
{
    /// <summary>An attempt is due or in progress.</summary>
    Pending,
    Delivered,

    /// <summary>No attempt is left, or the receiver accepts no more.</summary>
    Failed,

    /// <summary>The subscription is paused; the delivery is made when it resumes.</summary>
    Held,

    /// <summary>The subscription was deleted or has ended.</summary>
    Cancelled,
}
