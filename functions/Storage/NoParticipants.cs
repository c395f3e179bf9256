using Usher.Bots;

namespace Usher.Storage;

/// <summary>As long as runners report no participants, nobody is known.</summary>
internal sealed class NoParticipants : IMeetingParticipants
{
    public Task<bool> HasSeenAsync(string project, BotId bot, string uuid, CancellationToken cancellationToken) => Task.FromResult(false);
}
