using System.Globalization;
using System.Text.Json;
using Usher.Bots;
using Usher.Storage;
using Usher.Webhooks;

namespace Usher.Api.MeetStream;

/// <summary>The filters of a list. All that are given must match.</summary>
internal sealed record MeetStreamListFilter(BotFilter Filter, BotListPlace? After)
{
    private const string AttributePrefix = "custom_attr[";

    public static readonly IReadOnlyList<string> Names = ["status", "from", "to", "platform", "cursor"];

    /// <summary>For example <c>custom_attr[department]</c>.</summary>
    public static bool IsAttribute(string name) =>
        name.StartsWith(AttributePrefix, StringComparison.Ordinal) && name.EndsWith(']') && name.Length > AttributePrefix.Length + 1;

    /// <returns>The filter, or the error.</returns>
    public static (MeetStreamListFilter? List, string? Error) Read(IQueryCollection query)
    {
        string? Value(string name) => query[name].LastOrDefault() is { Length: > 0 } text ? text : null;
        var (status, platform, cursor) = (Value("status"), Value("platform"), Value("cursor"));
        if (status is not null && !MeetStreamStatus.All.Contains(status))
        {
            return (null, $"Invalid status. It must be one of: {string.Join(", ", MeetStreamStatus.All)}");
        }

        if (platform is not null && MeetStreamPlatform.Parse(platform) is null)
        {
            return (null, "Invalid platform. It must be one of: GMeet, Zoom, Teams");
        }

        if (!TryDay(Value("from"), out var from) || !TryDay(Value("to"), out var to))
        {
            return (null, "Invalid date format. Please use YYYY-MM-DD");
        }

        BotId last = default;
        if (cursor is not null && !BotId.TryParse(cursor, out last))
        {
            return (null, "Invalid cursor");
        }

        var attributes = query
            .Where(parameter => IsAttribute(parameter.Key))
            .Select(parameter => (Name: parameter.Key[AttributePrefix.Length..^1], Value: parameter.Value.LastOrDefault() ?? ""))
            .ToList();
        var filter = new BotFilter
        {
            Where = bot =>
                (status is null || MeetStreamStatus.Of(bot) == status)
                && (platform is null || MeetStreamPlatform.Of(bot) == MeetStreamPlatform.Parse(platform))
                && (to is not { } day || bot.CreatedAt < day.AddDays(1))
                && (attributes.Count == 0 || Has(bot, attributes)),
        };
        BotListPlace? begin = from is { } first ? BotListPlace.Before(BotId.FirstAt(first)) : null;
        BotListPlace? after = cursor is null ? begin : BotListPlace.Behind(last);
        return (new MeetStreamListFilter(filter, after), null);
    }

    private static bool Has(Bot bot, IReadOnlyList<(string Name, string Value)> attributes)
    {
        var metadata = (bot.Metadata ?? JsonText.EmptyObject).Element;
        return attributes.All(wanted =>
            metadata.TryGetProperty(wanted.Name, out var value)
            && value.ValueKind == JsonValueKind.String
            && value.GetString() == wanted.Value
        );
    }

    /// <returns>False if the text is not a day.</returns>
    private static bool TryDay(string? text, out DateTimeOffset? day)
    {
        var valid = DateTimeOffset.TryParseExact(
            text,
            "yyyy-MM-dd",
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var parsed
        );
        day = valid ? parsed : null;
        return valid || text is null;
    }
}
