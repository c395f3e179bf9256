using Azure.Data.Tables;

namespace Usher.Storage;

/// <summary>One number of the feed, and the row that says what it stands for: an event, or a batch of which it is one.</summary>
internal readonly record struct FeedEntry(TableEntity Row, long Number)
{
    public DateTimeOffset At => FedEvent.Time(Row);

    /// <summary>The first of the numbers that a row has.</summary>
    public static long First(TableEntity row) => Last(row) - (FedBatch.FromRow(row)?.Count ?? 1) + 1;

    public static long Last(TableEntity row) => StreamRows.FedNumber(row.RowKey);

    /// <summary>Those behind <paramref name="after"/>, which may be in the middle of a batch.</summary>
    public static IEnumerable<FeedEntry> Of(TableEntity row, long after)
    {
        var last = Last(row);
        for (var number = Math.Max(First(row), after + 1); number <= last; number++)
        {
            yield return new FeedEntry(row, number);
        }
    }

    /// <summary>In the meeting stream.</summary>
    public int Sequence(FedBatch batch) => batch.To - (int)(Last(Row) - Number);
}
