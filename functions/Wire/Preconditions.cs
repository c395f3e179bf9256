using System.Globalization;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Usher.Wire;

/// <summary>
/// <c>If-Match</c> and <c>If-None-Match</c> (RFC 9110, 13.1) about a bot, whose strong entity tag is its version: <c>"7"</c>. A list that
/// cannot be read is the caller's mistake, 400: no newer tag would ever mend it, as 412 would have it. Only a <c>GET</c> ignores an
/// <c>If-None-Match</c> that it cannot read, since the whole bot is always a right answer to it.
/// </summary>
internal sealed class Preconditions
{
    /// <summary>The sentence for headers that cannot be read.</summary>
    public const string Malformed =
        "If-Match and If-None-Match take * or a list of entity tags in double quotes, as the ETag header of an answer gives them: \"7\".";

    private readonly IReadOnlyList<EntityTagHeaderValue>? match;
    private readonly IReadOnlyList<EntityTagHeaderValue>? noneMatch;

    private Preconditions(IReadOnlyList<EntityTagHeaderValue>? match, IReadOnlyList<EntityTagHeaderValue>? noneMatch) =>
        (this.match, this.noneMatch) = (match, noneMatch);

    /// <summary>The header that tells a bot's version.</summary>
    public static (string Name, string Value) Tag(int version) => (HeaderNames.ETag, Of(version).ToString());

    /// <summary>The sentence for a request that is meant for another version.</summary>
    public static string Failed(int version) =>
        $"The bot is at version \"{version}\" now, which the request is not meant for: nothing was changed. "
        + "Read the bot, and send the request again with the ETag of that answer (and a new Idempotency-Key, where it had one).";

    /// <param name="request">Where the headers are.</param>
    /// <param name="conditions">Without the headers: none, so everything is allowed.</param>
    /// <returns>False where one is malformed.</returns>
    public static bool TryRead(HttpRequest request, out Preconditions conditions)
    {
        var isRead = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
        var valid = TryParse(request.Headers.IfMatch, out var match) & (TryParse(request.Headers.IfNoneMatch, out var noneMatch) || isRead);
        conditions = new Preconditions(match, noneMatch);
        return valid;
    }

    /// <summary>If-Match, for a reader: strong comparison, so a weak tag never matches; <c>*</c> matches every version.</summary>
    public bool Expect(int version) =>
        match is null || match.Any(tag => tag.Equals(EntityTagHeaderValue.Any) || tag.Compare(Of(version), useStrongComparison: true));

    /// <summary>If-None-Match, for a reader who has this version already: weak comparison.</summary>
    public bool Know(int version) =>
        noneMatch is not null
        && noneMatch.Any(tag => tag.Equals(EntityTagHeaderValue.Any) || tag.Compare(Of(version), useStrongComparison: false));

    /// <summary>Both, for a writer.</summary>
    public bool AllowChangeOf(int version) => Expect(version) && !Know(version);

    private static EntityTagHeaderValue Of(int version) => new(string.Create(CultureInfo.InvariantCulture, $"\"{version}\""));

    private static bool TryParse(StringValues values, out IReadOnlyList<EntityTagHeaderValue>? tags)
    {
        tags = null;
        if (values.Count == 0)
        {
            return true;
        }

        // An empty list is one: no tag of it matches.
        IList<EntityTagHeaderValue>? list = [];
        if (
            (!values.All(string.IsNullOrWhiteSpace) && !EntityTagHeaderValue.TryParseStrictList([.. values.OfType<string>()], out list))
            || (list!.Count > 1 && list.Contains(EntityTagHeaderValue.Any))
        )
        {
            return false;
        }

        tags = [.. list];
        return true;
    }
}
