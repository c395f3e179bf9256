using System.Text.Json.Nodes;
using Usher.Api.Validation;
using Usher.Bots;
using Usher.Storage;

namespace Usher.Api.Attendee;

/// <summary>The filters of the list out of the query string.</summary>
internal static class BotListFilter
{
    public static BotFilter Read(IQueryCollection query, FieldErrors errors)
    {
        List<BotState> states = [];
        foreach (var name in query["states"].Where(name => !string.IsNullOrEmpty(name)))
        {
            if (WireName.Parse<BotState>(name!) is { } state && state != BotState.Deleted)
            {
                states.Add(state);
            }
            else
            {
                errors.Add("states", new JsonArray($"\"{name}\" is not a valid choice."));
            }
        }

        return new BotFilter
        {
            States = states,
            MeetingUrl = query["meeting_url"].LastOrDefault() is { Length: > 0 } url ? MeetingUrl.TryNormalize(url)?.Text ?? url : null,
            DeduplicationKey = query["deduplication_key"].LastOrDefault() is { Length: > 0 } key ? key : null,
            JoinAtAfter = Time(query, "join_at_after", errors),
            JoinAtBefore = Time(query, "join_at_before", errors),
        };
    }

    private static DateTimeOffset? Time(IQueryCollection query, string name, FieldErrors errors)
    {
        if (query[name].LastOrDefault() is not { Length: > 0 } text)
        {
            return null;
        }

        var time = TimeField.Parse(text);
        if (time is null)
        {
            errors.Add(name, new JsonArray(TimeField.WrongFormat));
        }

        return time;
    }
}
