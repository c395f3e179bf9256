using Microsoft.Net.Http.Headers;

namespace Usher.Wire;

/// <summary>
/// What OPTIONS is answered with: the methods in the header, and in the body what can be sent and comes back, as the peer tells it.
/// </summary>
internal static class OptionsAnswer
{
    private static readonly byte[] Body = """{"renders":["application/json"],"parses":["application/json"]}"""u8.ToArray();

    public static HttpResult Of(string allow) => new(200, Body, (HeaderNames.Allow, allow));
}
