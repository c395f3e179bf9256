using Usher.Bots;
using Usher.Wire;

namespace Usher.Api.Attendee;

/// <summary>
/// How punctual a bot was on its way into its meeting: times, and by how many milliseconds they were later than <c>due_at</c>; null where
/// unknown or not yet.
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
    /// <param name="bot">As it is.</param>
    /// <param name="requestedAt">When its request to join was written.</param>
    /// <param name="commandSentAt">When its command was sent first, by the clock of whoever sent it.</param>
    /// <param name="claimedAt">A command that has been claimed was sent by then, whatever the clocks say.</param>
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
