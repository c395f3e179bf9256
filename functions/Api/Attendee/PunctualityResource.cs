using Usher.Bots;

namespace Usher.Api.Attendee;

/// <summary>How punctual a bot was on its way into its meeting: times, and by how many milliseconds they were later than <c>due_at</c>; null where unknown or not yet.</summary>
internal sealed record PunctualityResource(
    string DueAt, string RequestedAt, long RequestedLateMs, string? CommandSentAt, long? CommandSentLateMs, string? ClaimedAt, long? ClaimedLateMs, string? JoinedAt,
    long? JoinedLateMs)
{
    public static PunctualityResource From(Bot bot, DateTimeOffset requestedAt, DateTimeOffset? commandSentAt, DateTimeOffset? claimedAt) => new(
        WireTime.Format(bot.JoinAt),
        WireTime.Format(requestedAt),
        Late(bot, requestedAt)!.Value,
        Format(commandSentAt),
        Late(bot, commandSentAt),
        Format(claimedAt),
        Late(bot, claimedAt),
        Format(bot.JoinedAt),
        Late(bot, bot.JoinedAt));

    private static string? Format(DateTimeOffset? time) => time is { } value ? WireTime.Format(value) : null;

    private static long? Late(Bot bot, DateTimeOffset? time) => time is { } value ? (long)(value - bot.JoinAt).TotalMilliseconds : null;
}
