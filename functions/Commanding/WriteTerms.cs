using Usher.Storage;

namespace Usher.Commanding;

/// <summary>The conditions under which a command is carried out; none by default.</summary>
internal sealed record WriteTerms
{
    public static readonly WriteTerms None = new();

    /// <summary>The bot as the caller has already read it, which saves the first read.</summary>
    public StoredBot? Read { get; init; }

    /// <summary>
    /// Which versions of the bot the command applies to; null for any. Evaluated on the same version whose ETag guards the append.
    /// </summary>
    public Func<int, bool>? IsMeantFor { get; init; }

    /// <summary>A picture named by the command's event.</summary>
    public BotFile? Image { get; init; }

    /// <summary>A picture or sound that the command shows or plays.</summary>
    public BotFile? Media { get; init; }

    /// <summary>The request whose key stores the answer; null to store none.</summary>
    public KeyedRequest? Request { get; init; }
}
