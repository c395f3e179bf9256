using Azure.Data.Tables;
using Usher.Bots;

namespace Usher.Storage;

/// <summary>Events to append after <see cref="Before"/> (null: a new stream) in one transaction, and what else it writes.</summary>
internal sealed record StreamAppend(StoredBot? Before, IReadOnlyList<StoredEvent> Events, Bot After, string Commit, string? ReportId)
{
    /// <summary>The answer stored with the events; null if the request has no key.</summary>
    public TableTransactionAction? Answer { get; init; }

    /// <summary>A picture that an event names, to be stored before the event; null if none.</summary>
    public BotFile? Image { get; init; }

    /// <summary>A picture or sound that a command names, to be stored before the event; null if none.</summary>
    public BotFile? Media { get; init; }

    public int From => Events[0].Sequence;

    public int To => Events[^1].Sequence;
}
