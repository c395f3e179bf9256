using Usher.Bots;

namespace Usher.Tests.Bots;

public sealed class MeetingUrlTests
{
    private const string TeamsContext = """context={"Tid":"t1","Oid":"o1"}""";

    [Theory]
    [InlineData("https://meet.google.com/abc-defg-hij?authuser=1", "https://meet.google.com/abc-defg-hij")]
    [InlineData("  http://user@MEET.google.com:443/abc-defg-hij#x  ", "https://meet.google.com/abc-defg-hij")]
    [InlineData("https%3A%2F%2Fmeet.google.com%2Fabc-defg-hij", "https://meet.google.com/abc-defg-hij")]
    [InlineData("ftp://meet.google.com/abc-defg-hij", "https://meet.google.com/abc-defg-hij")]
    [InlineData("https://us02web.zoom.us/j/123456789?pwd=abc123.1&from=addon", "https://us02web.zoom.us/j/123456789?pwd=abc123.1")]
    [InlineData("https://zoom.com/j/123", "https://zoom.us/j/123")]
    [InlineData("https://zoom.us//j///123 456", "https://zoom.us/j/123")]
    [InlineData("https://zoom.us/w/123?tk=tok.en-1&pwd=p", "https://zoom.us/w/123?pwd=p&tk=tok.en-1")]
    [InlineData("https://zoom.us:8443/j/123", "https://zoom.us:8443/j/123")]
    [InlineData("https://zoom.us/j/123?pwd=abc&amp;x=1", "https://zoom.us/j/123?pwd=abc")]
    [InlineData("teams.microsoft.com/v2/meet/123456?p=pass", "https://teams.microsoft.com/meet/123456?p=pass")]
    [InlineData("https://teams.live.com/dl/launcher/launcher.html?url=%2F_%23%2Fmeet%2F123456%3Fp%3Dpass%26anon%3Dtrue&type=meet", "https://teams.live.com/meet/123456?p=pass")]
    [InlineData(
        "https://teams.microsoft.com/v2/?meetingjoin=true#/l/meetup-join/19:meeting_abc@thread.v2/0?context=%7b%22Tid%22%3a%22t1%22%2c%22Oid%22%3a%22o1%22%7d",
        "https://teams.microsoft.com/l/meetup-join/19:meeting_abc@thread.v2/0?" + TeamsContext)]
    [InlineData(
        "https://teams.microsoft.com/light-meetings/launch?agent=web&coords=eyJjb252ZXJzYXRpb25JZCI6ImMxIiwidGVuYW50SWQiOiJ0MSIsIm9yZ2FuaXplcklkIjoibzEifQ==",
        "https://teams.microsoft.com/l/meetup-join/c1/0?" + TeamsContext)]
    public void Every_spelling_leads_to_the_normal_form(string pasted, string normal)
    {
        Assert.Equal(normal, MeetingUrl.TryNormalize(pasted)?.Text);
        Assert.Equal(normal, MeetingUrl.TryNormalize(normal)?.Text);
    }

    [Theory]
    [InlineData("hello")]
    [InlineData("https://zoom.us")]
    [InlineData("https://zoom.us.evil.com/j/123")]
    [InlineData("https://notzoom.us/j/123")]
    [InlineData("https://zoom.us/j/\u0661\u0662\u0663")]
    [InlineData("https://x.meet.google.com/abc-defg-hij")]
    [InlineData("https://meet.google.com//abc-defg-hij")]
    [InlineData("<https://meet.google.com/abc-defg-hij>")]
    [InlineData("Join: https://meet.google.com/abc-defg-hij")]
    [InlineData("https://www.google.com/url?q=https://meet.google.com/abc-defg-hij")]
    [InlineData("https://teams.microsoft.us/meet/123456?p=pass")]
    [InlineData("javascript:alert(1)")]
    public void What_is_no_meeting_is_refused(string text) => Assert.Null(MeetingUrl.TryNormalize(text));
}
