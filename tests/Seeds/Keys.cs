using Usher.Tests.Support;

namespace Usher.Tests.Seeds;

/// <summary>The error that every page of the documentation lists: 401, invalid or missing API key.</summary>
internal static class Keys
{
    public static async Task AssertNeededAsync(TestApp app, string method, string path, string? body = null)
    {
        using var nobody = new HttpClient { BaseAddress = app.Url };
        using var stranger = app.ClientOf("nobodys-key");
        using var disabled = app.ClientOf(app.DisabledKey);

        Assert.Equal(new Answer(401, """{"detail":"Missing Authorization header"}"""), await nobody.AskAsync(method, path, body));
        Assert.Equal(new Answer(401, """{"detail":"Invalid or disabled API key"}"""), await stranger.AskAsync(method, path, body));
        Assert.Equal(new Answer(401, """{"detail":"Invalid or disabled API key"}"""), await disabled.AskAsync(method, path, body));
    }
}
