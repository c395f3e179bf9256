using Azure.Data.Tables;

namespace Usher.Storage;

/// <summary>One number of the feed and its row: an event, or the batch that contains the event.</summary>
internal readonly record struct FeedEntry(TableEntity Row, long Number)
{
    public DateTimeOffset At => FeedEvent.Time(Row);

    /// <summary>The first of the row's numbers.</summary>
    public static long First(TableEntity row) => Last(row) - (FeedBatch.FromRow(row)?.Count ?? 1) + 1;

    public static long Last(TableEntity row) => StreamRows.FedNumber(row.RowKey);

    /// <summary>The row's entries after <paramref name="after"/>, which may be in the middle of a batch.</summary>
    public static IEnumerable<FeedEntry> Of(TableEntity row, long after)
    {
        var last = Last(row);
        for (var number = Math.Max(First(row), after + 1); number <= last; number++)
        {
            yield return new FeedEntry(row, number);
        }
    }

    /// <summary>The number in the meeting stream.</summary>
    public int Sequence(FeedBatch batch) => batch.To - (int)(Last(Row) - Number);
}
