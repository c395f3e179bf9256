namespace Usher.Meetings;

/// <summary>Applies corrections: of events with the same source only the last counts, at the position of the first.</summary>
internal static class CurrentEvents
{
    /// <param name="events">In stream order.</param>
    public static IReadOnlyList<CurrentEvent> Of(IEnumerable<StoredMeetingEvent> events)
    {
        List<CurrentEvent> current = [];
        Dictionary<string, int> places = new(StringComparer.Ordinal);
        foreach (var stored in events)
        {
            if (stored.Event.Source is not { } source || !places.TryGetValue(source, out var place))
            {
                if (stored.Event.Source is { } first)
                {
                    places[first] = current.Count;
                }

                current.Add(new CurrentEvent(stored.Sequence, stored.At, stored));
            }
            else
            {
                current[place] = current[place] with { Latest = stored };
            }
        }

        return current;
    }
}
