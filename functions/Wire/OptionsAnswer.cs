using Microsoft.Net.Http.Headers;

namespace Usher.Wire;

/// <summary>The response to OPTIONS: the methods in a header, and in the body the supported media types, as in Attendee.</summary>
internal static class OptionsAnswer
{
    private static readonly byte[] Body = """{"renders":["application/json"],"parses":["application/json"]}"""u8.ToArray();

    public static HttpResult Of(string allow) => new(200, Body, (HeaderNames.Allow, allow));
}
