using System.Globalization;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Usher.Wire;

/// <summary>
/// <c>If-Match</c> and <c>If-None-Match</c> (RFC 9110, 13.1) for a bot, whose strong entity tag is its version: <c>"7"</c>. A malformed
/// list is a client error, 400: 412 would suggest that a newer tag helps. Only a <c>GET</c> ignores a malformed <c>If-None-Match</c>,
/// because the whole bot is always a correct response to it.
/// </summary>
internal sealed class Preconditions
{
    /// <summary>The message for malformed headers.</summary>
    public const string Malformed =
        "If-Match and If-None-Match accept * or a list of entity tags in double quotes, as in the ETag header of a response: \"7\".";

    private readonly IReadOnlyList<EntityTagHeaderValue>? match;
    private readonly IReadOnlyList<EntityTagHeaderValue>? noneMatch;

    private Preconditions(IReadOnlyList<EntityTagHeaderValue>? match, IReadOnlyList<EntityTagHeaderValue>? noneMatch) =>
        (this.match, this.noneMatch) = (match, noneMatch);

    /// <summary>The header with a bot's version.</summary>
    public static (string Name, string Value) Tag(int version) => (HeaderNames.ETag, Of(version).ToString());

    /// <summary>The message for a request that is meant for another version.</summary>
    public static string Failed(int version) =>
        $"The bot is now at version \"{version}\", which does not meet the request's condition: nothing was changed. "
        + "Read the bot, and send the request again with the ETag of that response (and a new Idempotency-Key, if it had one).";

    /// <param name="request">The request with the headers.</param>
    /// <param name="conditions">Allow everything if there are no headers.</param>
    /// <returns>False if a header is malformed.</returns>
    public static bool TryRead(HttpRequest request, out Preconditions conditions)
    {
        var isRead = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
        var valid = TryParse(request.Headers.IfMatch, out var match) & (TryParse(request.Headers.IfNoneMatch, out var noneMatch) || isRead);
        conditions = new Preconditions(match, noneMatch);
        return valid;
    }

    /// <summary>If-Match for reads: strong comparison, so weak tags never match; <c>*</c> matches every version.</summary>
    public bool Expect(int version) =>
        match is null || match.Any(tag => tag.Equals(EntityTagHeaderValue.Any) || tag.Compare(Of(version), useStrongComparison: true));

    /// <summary>If-None-Match for reads: whether the client already has this version, by weak comparison.</summary>
    public bool Know(int version) =>
        noneMatch is not null
        && noneMatch.Any(tag => tag.Equals(EntityTagHeaderValue.Any) || tag.Compare(Of(version), useStrongComparison: false));

    /// <summary>Both conditions for writes.</summary>
    public bool AllowChangeOf(int version) => Expect(version) && !Know(version);

    private static EntityTagHeaderValue Of(int version) => new(string.Create(CultureInfo.InvariantCulture, $"\"{version}\""));

    private static bool TryParse(StringValues values, out IReadOnlyList<EntityTagHeaderValue>? tags)
    {
        tags = null;
        if (values.Count == 0)
        {
            return true;
        }

        // An empty list is a valid list: no tag of it matches.
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
