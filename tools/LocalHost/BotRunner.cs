namespace Usher.LocalHost;

/// <summary>Who plays the meetings.</summary>
internal enum BotRunner
{
    /// <summary>The runner that ships in the app.</summary>
    Simulated,

    /// <summary>An external runner, which takes the commands from the queue.</summary>
    External,
}
