using Usher.Storage;

namespace Usher.Commanding;

/// <summary>On what terms a command is carried out: on none, unless the caller asks for some.</summary>
internal sealed record WriteTerms
{
    public static readonly WriteTerms None = new();

    /// <summary>The bot as the caller has read it already, which spares the first read.</summary>
    public StoredBot? Read { get; init; }

    /// <summary>
    /// Which versions of the bot the command is meant for; null: any. Asked about the very version whose ETag guards the append.
    /// </summary>
    public Func<int, bool>? IsMeantFor { get; init; }

    /// <summary>A picture that the command's event names.</summary>
    public BotFile? Image { get; init; }

    /// <summary>A picture or sound that the command is about.</summary>
    public BotFile? Media { get; init; }

    /// <summary>Under which key the answer is kept; null: under none.</summary>
    public KeyedRequest? Request { get; init; }
}
