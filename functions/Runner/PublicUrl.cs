using Usher.Bots;

namespace Usher.Runner;

/// <summary>The app's public URL, without a trailing slash.</summary>
internal sealed record PublicUrl(string Value)
{
    /// <summary>The base URL for a runner's reports on the bot.</summary>
    public string ReportTo(BotId bot) => $"{Value}/runner/v1/bots/{bot}";
}
