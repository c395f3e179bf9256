using System.Text.RegularExpressions;

namespace Usher.Bots;

/// <summary>One shape of a platform's addresses.</summary>
/// <param name="Pattern">What stands behind the host.</param>
/// <param name="Normal">The normal form of what fits, or null where a part is missing; no function: what fits names no meeting.</param>
internal sealed record MeetingShape(Regex Pattern, Func<MeetingLink, Match, string?>? Normal);
