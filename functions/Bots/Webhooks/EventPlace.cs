using System.Globalization;

namespace Usher.Bots.Webhooks;

/// <summary>Identifies an event of the bot's own stream or of its meeting stream.</summary>
internal readonly record struct EventPlace(int Sequence, bool IsOfMeeting = false)
{
    private const string Meeting = "m";

    /// <returns>Null if the text identifies no event.</returns>
    public static EventPlace? Parse(string text)
    {
        var isOfMeeting = text.StartsWith(Meeting, StringComparison.Ordinal);
        return int.TryParse(text.AsSpan(isOfMeeting ? 1 : 0), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
            ? new EventPlace(sequence, isOfMeeting)
            : null;
    }

    /// <summary>The form used in row keys.</summary>
    public override string ToString() =>
        IsOfMeeting
            ? Meeting + Sequence.ToString("D8", CultureInfo.InvariantCulture)
            : Sequence.ToString("D6", CultureInfo.InvariantCulture);
}
