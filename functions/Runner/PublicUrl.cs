using Usher.Bots;

namespace Usher.Runner;

/// <summary>Under which address the app is reached from outside, without a slash at the end.</summary>
internal sealed record PublicUrl(string Value)
{
    /// <summary>Below this address a runner reports for the bot.</summary>
    public string ReportTo(BotId bot) => $"{Value}/runner/v1/bots/{bot}";
}
