using Usher.Bots;

namespace Usher.Runner;

internal sealed record RunnerBot(string MeetingUrl, string Name);
