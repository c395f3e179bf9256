using Usher.Bots;

namespace Usher.Storage;

/// <summary>Who takes part in a bot's meeting.</summary>
internal interface IMeetingParticipants
{
    /// <param name="project">Whose bot it is.</param>
    /// <param name="bot">The bot.</param>
    /// <param name="uuid">Of a participant, as the meeting has it.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>Whether the bot has ever seen this participant.</returns>
    Task<bool> HasSeenAsync(string project, BotId bot, string uuid, CancellationToken cancellationToken);
}
