using System.Text.RegularExpressions;

namespace Usher.Bots;

/// <summary>One shape of a platform's URLs.</summary>
/// <param name="Pattern">Matches what follows the host.</param>
/// <param name="Normal">Returns the normal form, or null if a part is missing. No function if matching links name no meeting.</param>
internal sealed record MeetingShape(Regex Pattern, Func<MeetingLink, Match, string?>? Normal);
