using System.Text;
using Usher.Bots;

namespace Usher.Tests.Bots;

public sealed class MeetingUrlTests
{
    private const string TeamsContext = """context={"Tid":"t1","Oid":"o1"}""";

    [Theory]
    [InlineData("https://meet.google.com/abc-defg-hij?authuser=1", "https://meet.google.com/abc-defg-hij")]
    [InlineData("  http://user@MEET.google.com:443/abc-defg-hij#x  ", "https://meet.google.com/abc-defg-hij")]
    [InlineData("https%3A%2F%2Fmeet.google.com%2Fabc-defg-hij", "https://meet.google.com/abc-defg-hij")]
    [InlineData("https%25253A%25252F%25252Fmeet.google.com%25252Fabc", null)]
    [InlineData("https%253A%252F%252Fmeet.google.com%252Fabc", "https://meet.google.com/abc")]
    [InlineData("ftp://meet.google.com/abc-defg-hij", "https://meet.google.com/abc-defg-hij")]
    [InlineData("meet.google.com/abc-defg-hij/", "https://meet.google.com/abc-defg-hij")]
    [InlineData("//meet.google.com/abc_d", "https://meet.google.com/abc")]
    [InlineData("https://meet.google.com/?u=meet.google.com/abc", "https://meet.google.com/abc")]
    [InlineData("https://meet.google.com/abc>>", "https://meet.google.com/abc")]
    [InlineData("http://meet.google.com:80/abc", "https://meet.google.com/abc")]
    [InlineData("https://us02web.zoom.us/j/123456789?pwd=abc123.1&from=addon", "https://us02web.zoom.us/j/123456789?pwd=abc123.1")]
    [InlineData("https://zoom.com/j/123", "https://zoom.us/j/123")]
    [InlineData("https://x.zoom.com/j/123/", "https://x.zoom.us/j/123/")]
    [InlineData("https://zoom.us//j///123 456", "https://zoom.us/j/123")]
    [InlineData("https://zoom.us/j/123\n4", "https://zoom.us/j/1234")]
    [InlineData("https://zoom.us/j/123;x=1", "https://zoom.us/j/123")]
    [InlineData("https://zoom.us/w/123?tk=tok.en-1&pwd=p", "https://zoom.us/w/123?pwd=p&tk=tok.en-1")]
    [InlineData("https://zoom.us/w/123?tk=%20a%3Db=%20", "https://zoom.us/w/123?tk=a=b=")]
    [InlineData("https://zoom.us/w/123?tk=+", "https://zoom.us/w/123")]
    [InlineData("https://zoom.us/j/123?pwd=&pwd=b", "https://zoom.us/j/123?pwd=b")]
    [InlineData("https://zoom.us/j/123?%70wd=a%2E1x", "https://zoom.us/j/123?pwd=a.1")]
    [InlineData("https://zoom.us/j/123?pwd=-a", "https://zoom.us/j/123")]
    [InlineData("https://zoom.us/j/123#x?pwd=a", "https://zoom.us/j/123")]
    [InlineData("https://zoom.us:8443/j/123", "https://zoom.us:8443/j/123")]
    [InlineData("https://user@zoom.us/j/123", "https://user@zoom.us/j/123")]
    [InlineData("https://zoom.us./j/123", "https://zoom.us./j/123")]
    [InlineData("zoom.us:443/j/123", "https://zoom.us/j/123")]
    [InlineData("HTTPS://Company.ZOOM.us/J/123?PWD=x&pwd=Y", "https://company.zoom.us/J/123?pwd=Y")]
    [InlineData("https://zoom.us/j/123?pwd=abc&amp;x=1", "https://zoom.us/j/123?pwd=abc")]
    [InlineData("teams.microsoft.com/v2/meet/123456?p=pass", "https://teams.microsoft.com/meet/123456?p=pass")]
    [InlineData("https://teams.live.com/meet/12/34?p=pass word", "https://teams.live.com/meet/12/34?p=pass")]
    [InlineData("https://teams.live.com/dl/launcher/launcher.html?url=%2F_%23%2Fmeet%2F123456%3Fp%3Dpass%26anon%3Dtrue&type=meet", "https://teams.live.com/meet/123456?p=pass")]
    [InlineData(
        "https://teams.microsoft.com/v2/?meetingjoin=true#/l/meetup-join/19:meeting_abc@thread.v2/0?context=%7b%22Tid%22%3a%22t1%22%2c%22Oid%22%3a%22o1%22%7d",
        "https://teams.microsoft.com/l/meetup-join/19:meeting_abc@thread.v2/0?" + TeamsContext)]
    [InlineData(
        "https://teams.live.com/l/meetup-join/c1/m/2?context={\"Tid\":\"t1\",\"x\":\"\",\"Oid\":\"o1\"}", "https://teams.microsoft.com/l/meetup-join/c1/m/2?" + TeamsContext)]
    [InlineData(
        "https://teams.microsoft.com/light-meetings/launch?agent=web&coords=eyJjb252ZXJzYXRpb25JZCI6ImMxIiwidGVuYW50SWQiOiJ0MSIsIm9yZ2FuaXplcklkIjoibzEifQ==",
        "https://teams.microsoft.com/l/meetup-join/c1/0?" + TeamsContext)]
    public void Every_spelling_leads_to_the_normal_form(string pasted, string? normal)
    {
        Assert.Equal(normal, MeetingUrl.TryNormalize(pasted)?.Text);
        Assert.Equal(normal, normal is null ? null : MeetingUrl.TryNormalize(normal)?.Text);
    }

    [Theory]
    [InlineData("hello")]
    [InlineData("https://zoom.us")]
    [InlineData("https://zoom.us/my/name")]
    [InlineData("https://zoom.us.evil.com/j/123")]
    [InlineData("https://notzoom.us/j/123")]
    [InlineData("https://zoom.us/j/\u0661\u0662\u0663")]
    [InlineData("//zoom.us/j/123")]
    [InlineData("user:password@zoom.us/j/123")]
    [InlineData("https://zoom.us@evil.com/j/123")]
    [InlineData("https://x.meet.google.com/abc-defg-hij")]
    [InlineData("https://meet.google.com./abc-defg-hij")]
    [InlineData("https://meet.google.com:8443/abc-defg-hij")]
    [InlineData("https://meet.google.com//abc-defg-hij")]
    [InlineData("https://meet.google.com/")]
    [InlineData("<https://meet.google.com/abc-defg-hij>")]
    [InlineData("Join: https://meet.google.com/abc-defg-hij")]
    [InlineData("https://www.google.com/url?q=https://meet.google.com/abc-defg-hij")]
    [InlineData("https://teams.microsoft.us/meet/123456?p=pass")]
    [InlineData("https://teams.microsoft.com/meet/123456")]
    [InlineData("https://teams.microsoft.com/meet/123456?x=1&p=pass")]
    [InlineData("https://teams.microsoft.com/l/meetup-join/c1/0?context={\"Oid\":\"o1\",\"Tid\":\"t1\"}")]
    [InlineData("https://teams.microsoft.com/l/meetup-join/c1/0?x=1&context={\"Tid\":\"t1\",\"Oid\":\"o1\"}")]
    [InlineData("https://teams.live.com/light-meetings/launch?coords=eyJjb252ZXJzYXRpb25JZCI6ImMxIiwidGVuYW50SWQiOiJ0MSIsIm9yZ2FuaXplcklkIjoibzEifQ==")]
    [InlineData("javascript:alert(1)")]
    public void What_is_no_meeting_is_refused(string text) => Assert.Null(MeetingUrl.TryNormalize(text));

    [Theory]
    [InlineData("http://x")]
    [InlineData("https%3A%2F%2Fx.example")]
    [InlineData("%68ttps%253A%252F%252Fx.example")]
    [InlineData("base64:https://x.example")]
    [InlineData("base64:http://x.example/é")]
    public void A_link_that_carries_another_one_is_refused(string other)
    {
        var token = other.StartsWith("base64:", StringComparison.Ordinal) ? Convert.ToBase64String(Encoding.UTF8.GetBytes(other[7..])) : other;

        Assert.Null(MeetingUrl.TryNormalize($"https://zoom.us/w/123?tk={Uri.EscapeDataString(token)}"));
        Assert.Null(MeetingUrl.TryNormalize($"https://teams.microsoft.com/meet/1?p={token}"));
    }

    [Theory]
    [InlineData("http")]
    [InlineData("http://")]
    [InlineData("ftp://x")]
    [InlineData("aHR0")]
    public void What_only_looks_like_another_link_is_taken(string token) =>
        Assert.Equal($"https://zoom.us/w/123?tk={token}", MeetingUrl.TryNormalize($"https://zoom.us/w/123?tk={token}")?.Text);
}
