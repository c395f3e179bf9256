using Usher.Bots;
using Usher.Wire;

namespace Usher.Api.Attendee;

/// <summary>
/// How punctually a bot joined: times, and by how many milliseconds each was later than <c>due_at</c>; null if unknown or still to come.
/// </summary>
internal sealed record PunctualityResource(
    string DueAt,
    string RequestedAt,
    long RequestedLateMs,
    string? CommandSentAt,
    long? CommandSentLateMs,
    string? ClaimedAt,
    long? ClaimedLateMs,
    string? JoinedAt,
    long? JoinedLateMs
)
{
    /// <param name="bot">The bot's current state.</param>
    /// <param name="requestedAt">When the join was requested.</param>
    /// <param name="commandSentAt">When the join command was first sent, by the sender's clock.</param>
    /// <param name="claimedAt">When the command was claimed. It was sent by then, even if the clocks disagree.</param>
    public static PunctualityResource From(Bot bot, DateTimeOffset requestedAt, DateTimeOffset? commandSentAt, DateTimeOffset? claimedAt)
    {
        var sentAt = claimedAt < commandSentAt ? claimedAt : commandSentAt;
        return new PunctualityResource(
            WireTime.Format(bot.JoinAt),
            WireTime.Format(requestedAt),
            Late(bot, requestedAt)!.Value,
            Format(sentAt),
            Late(bot, sentAt),
            Format(claimedAt),
            Late(bot, claimedAt),
            Format(bot.JoinedAt),
            Late(bot, bot.JoinedAt)
        );
    }

    private static string? Format(DateTimeOffset? time) => time is { } value ? WireTime.Format(value) : null;

    private static long? Late(Bot bot, DateTimeOffset? time) => time is { } value ? (long)(value - bot.JoinAt).TotalMilliseconds : null;
}
