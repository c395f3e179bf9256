using System.Globalization;
using Azure.Data.Tables;
using Usher.Bots;

namespace Usher.Storage;

/// <summary>
/// Records every few seconds that the app and its storage work, in one row. When a runner is silent, this tells whether its reports could
/// have arrived.
/// </summary>
internal sealed class Pulse(TableClient table, TimeProvider clock)
{
    private const string Key = "pulse";

    /// <summary>Repeatable: simultaneous writers write the same.</summary>
    public async Task BeatAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var after = (await ReadAsync(cancellationToken))?.LookedAt(now) ?? new Reachability(now, []);
        var outages = string.Join(';', after.Outages.Select(outage => $"{Text(outage.From)}/{Text(outage.To)}"));
        var row = new TableEntity(Key, Key) { ["At"] = now, ["Outages"] = outages };
        await table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
    }

    /// <summary>In order. Empty if no pulse has ever been recorded.</summary>
    public async Task<IReadOnlyList<Outage>> OutagesAsync(CancellationToken cancellationToken) =>
        (await ReadAsync(cancellationToken))?.OutagesUntil(clock.GetUtcNow()) ?? [];

    private async Task<Reachability?> ReadAsync(CancellationToken cancellationToken) =>
        await table.FindAsync(Key, Key, null, cancellationToken) is { } row
            ? new Reachability(row.GetDateTimeOffset("At")!.Value, [.. Outages(row.GetString("Outages")!)])
            : null;

    private static IEnumerable<Outage> Outages(string text) =>
        text.Split(';', StringSplitOptions.RemoveEmptyEntries)
            .Select(interval => interval.Split('/'))
            .Select(times => new Outage(Time(times[0]), Time(times[1])));

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
