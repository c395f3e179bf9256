using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Usher.LocalHost.Configuration;

namespace Usher.LocalHost.Timers;

/// <summary>What is remembered of a timer between two lives of the host.</summary>
internal sealed record TimerStatus(DateTimeOffset Last, DateTimeOffset Next, DateTimeOffset LastUpdated)
{
    public JsonObject ToJson() => new()
    {
        [nameof(Last)] = Text(Last),
        [nameof(Next)] = Text(Next),
        [nameof(LastUpdated)] = Text(LastUpdated),
    };

    private static string Text(DateTimeOffset time) => time.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);
}

/// <summary>Keeps the status of one timer in a file. A changed schedule begins anew.</summary>
internal sealed class TimerMonitor(string file, string schedule)
{
    private const string ScheduleKey = "Schedule";

    /// <summary>Null where there is none, or one that cannot be read.</summary>
    public TimerStatus? Read()
    {
        try
        {
            var found = File.Exists(file) ? JsonNode.Parse(File.ReadAllText(file)) : null;
            return found?[ScheduleKey]?.ToString() == schedule
                ? new TimerStatus(Time(found[nameof(TimerStatus.Last)]), Time(found[nameof(TimerStatus.Next)]), Time(found[nameof(TimerStatus.LastUpdated)]))
                : null;
        }
        catch (Exception exception) when (exception is JsonException or FormatException)
        {
            return null;
        }
    }

    public void Write(TimerStatus status)
    {
        var json = status.ToJson();
        json[ScheduleKey] = schedule;
        DataFolder.WriteThenRename(file, json.ToJsonString());
    }

    private static DateTimeOffset Time(JsonNode? node) => DateTimeOffset.Parse(node?.ToString() ?? "", CultureInfo.InvariantCulture);
}
