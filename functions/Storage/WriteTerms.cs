namespace Usher.Storage;

/// <summary>On what terms a command is carried out: on none, unless the caller asks for some.</summary>
internal sealed record WriteTerms
{
    public static readonly WriteTerms None = new();

    /// <summary>The bot as the caller has read it already, which spares the first read.</summary>
    public StoredBot? Read { get; init; }

    /// <summary>Which versions of the bot the command is meant for; null: any. Asked about the very version whose ETag guards the append.</summary>
    public Func<int, bool>? IsMeantFor { get; init; }

    /// <summary>A picture that the command's event names.</summary>
    public BotFile? Image { get; init; }

    /// <summary>A picture or sound that the command is about.</summary>
    public BotFile? Media { get; init; }

    /// <summary>Under which key the answer is kept; null: under none.</summary>
    public KeyedRequest? Request { get; init; }
}

/// <summary>A request that its sender may repeat: it is carried out once, and every repetition gets the first answer.</summary>
/// <param name="Key">The sender's, alone in its project and for its bot (or among the creations).</param>
/// <param name="Fingerprint">What the request says: the same key must always come with the same.</param>
/// <param name="Answer">What the request is answered, known before anything is written: that is how answer and events are one transaction.</param>
internal sealed record KeyedRequest(string Key, string Fingerprint, Func<Outcome, KeptAnswer> Answer);

/// <summary>An answer as it was given.</summary>
/// <param name="EntityTag">Null where it had none.</param>
/// <param name="Location">The same.</param>
internal sealed record KeptAnswer(int Status, string Body, string? EntityTag, string? Location)
{
    /// <summary>A status that is no answer to a request: the request is carried out, and its answer is still to come.</summary>
    public const int UnderWay = 102;

    public bool IsUnderWay => Status == UnderWay;
}
