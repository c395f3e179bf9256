using System.Text;
using System.Text.RegularExpressions;
using Usher.Bots;
using Usher.LocalHost;

namespace Usher.Tests.Bots;

public sealed class MeetingUrlTests
{
    private const string TeamsContext = """context={"Tid":"t1","Oid":"o1"}""";

    public static TheoryData<string, string> Shapes =>
        new(
            File.ReadLines(Path.Combine(Repository.Root, "tests", "Bots", "Data", "meeting-urls.tsv"))
                .Skip(1)
                .Select(line => line.Split('\t'))
                .Select(row => (Unescape(row[0]), Unescape(row[1])))
        );

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Pasted_links_are_stored_in_their_documented_shapes(string pasted, string stored)
    {
        Assert.Equal(stored, MeetingUrl.TryNormalize(pasted)?.Text ?? "refuse");
        Assert.Equal(stored, stored == "refuse" ? stored : MeetingUrl.TryNormalize(stored)?.Text);
        Assert.Equal(MeetingUrl.TryNormalize(pasted)?.Type, MeetingUrl.TypeOf(stored));
    }

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
    [InlineData(
        "https://teams.live.com/dl/launcher/launcher.html?url=%2F_%23%2Fmeet%2F123456%3Fp%3Dpass%26anon%3Dtrue&type=meet",
        "https://teams.live.com/meet/123456?p=pass"
    )]
    [InlineData(
        "https://teams.microsoft.com/v2/?meetingjoin=true#/l/meetup-join/19:meeting_abc@thread.v2/0?context=%7b%22Tid%22%3a%22t1%22%2c%22Oid%22%3a%22o1%22%7d",
        "https://teams.microsoft.com/l/meetup-join/19:meeting_abc@thread.v2/0?" + TeamsContext
    )]
    [InlineData(
        "https://teams.live.com/l/meetup-join/c1/m/2?context={\"Tid\":\"t1\",\"x\":\"\",\"Oid\":\"o1\"}",
        "https://teams.microsoft.com/l/meetup-join/c1/m/2?" + TeamsContext
    )]
    [InlineData(
        "https://teams.microsoft.com/light-meetings/launch?agent=web&coords=eyJjb252ZXJzYXRpb25JZCI6ImMxIiwidGVuYW50SWQiOiJ0MSIsIm9yZ2FuaXplcklkIjoibzEifQ==",
        "https://teams.microsoft.com/l/meetup-join/c1/0?" + TeamsContext
    )]
    [InlineData("<https://meet.google.com/abc-defg-hij>", "https://meet.google.com/abc-defg-hij")]
    [InlineData("[Join](https://us02web.zoom.us/j/123?pwd=a_1)", "https://us02web.zoom.us/j/123?pwd=a_1")]
    [InlineData(
        "<a href=\"https://zoom.us/j/123?tk=t&amp;pwd=p\">https://zoom.us/j/123?tk=t&amp;pwd=p</a>",
        "https://zoom.us/j/123?pwd=p&tk=t"
    )]
    [InlineData("Join at meet.google.com/abc-defg-hij", "https://meet.google.com/abc-defg-hij")]
    [InlineData("https:\\/\\/zoom.us\\/j\\/123", "https://zoom.us/j/123")]
    [InlineData("https://meet.google.com/_meet/abc-defg-hij?ijlm=1", "https://meet.google.com/abc-defg-hij")]
    [InlineData("https://meet.google.com/lookup/standup", "https://meet.google.com/lookup/standup")]
    [InlineData("https://meet.google.com/abc-defg-hij/x", "https://meet.google.com/abc-defg-hij")]
    [InlineData("zoomus://zoom.us/join?action=join&confno=123456789&zc=0&pwd=p", "https://zoom.us/j/123456789?pwd=p")]
    [InlineData("Meeting ID: 123, Password: 58470. https://zoom.us/j/123", "https://zoom.us/j/123?pwd=58470")]
    [InlineData("https://zoom.us/j/123 - the passcode is 5 or so", "https://zoom.us/j/123?pwd=5")]
    [InlineData("https://teams.microsoft.com/meet/123456 Passcode: Ab1", "https://teams.microsoft.com/meet/123456?p=Ab1")]
    [InlineData("https://teams.microsoft.com/meet/123456?x=1&p=pass", "https://teams.microsoft.com/meet/123456?p=pass")]
    [InlineData("https://teams.microsoft.com/meet/123456?p=pass%3C/a%3E", "https://teams.microsoft.com/meet/123456?p=pass")]
    [InlineData(
        "https://teams.microsoft.com/l/meetup-join/c1/0?x=1&context={\"Oid\":\"o1\",\"Tid\":\"t1\"}",
        "https://teams.microsoft.com/l/meetup-join/c1/0?" + TeamsContext
    )]
    [InlineData(
        "https://teams.microsoft.com/dl/launcher/launcher.html?url=https%3A%2F%2Fteams.live.com%2Fmeet%2F12%3Fp%3Da&type=meet",
        "https://teams.live.com/meet/12?p=a"
    )]
    [InlineData(
        "https://urldefense.proofpoint.com/v2/url?u=https-3A__us02web.zoom.us_j_123-3Fpwd-3Dabc&d=DwM&c=x",
        "https://us02web.zoom.us/j/123?pwd=abc"
    )]
    [InlineData(
        "https://urldefense.com/v3/__https://teams.microsoft.com/l/meetup-join/19*3ac1*40thread.v2/0?context=*7b*22Tid*22*3a*22t1*22*7d__;JSUlJSUlJSUl!!AbC!xyz$",
        "https://teams.microsoft.com/l/meetup-join/19:c1@thread.v2/0?context={\"Tid\":\"t1\"}"
    )]
    [InlineData("https://urldefense.com/v3/__https:/zoom.us/j/123?**A=1&pwd=*__;Iy0h!!x!y$", "https://zoom.us/j/123")]
    [InlineData(
        "https://www.google.com/url?q=https%3A%2F%2Feur01.safelinks.protection.outlook.com%2F%3Furl%3Dhttps%253A%252F%252Fzoom.us%252Fj%252F1",
        "https://zoom.us/j/1"
    )]
    [InlineData("https://linkprotect.cudasvc.com/url?a=https%3a%2f%2fzoom.us%2fj%2f1&c=E,1", "https://zoom.us/j/1")]
    [InlineData("https://secure-web.cisco.com/1abc/https%3A%2F%2Fzoom.us%2Fj%2F1%3Fpwd%3Da", "https://zoom.us/j/1?pwd=a")]
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
    [InlineData("https://teams.microsoft.us/meet/123456?p=pass")]
    [InlineData("https://teams.microsoft.com/meet/123456")]
    [InlineData(
        "https://teams.live.com/light-meetings/launch?coords=eyJjb252ZXJzYXRpb25JZCI6ImMxIiwidGVuYW50SWQiOiJ0MSIsIm9yZ2FuaXplcklkIjoibzEifQ=="
    )]
    [InlineData("javascript:alert(1)")]
    [InlineData("https://meet.google.com/u/1/")]
    [InlineData("https://meet.google.com/landing/page")]
    [InlineData("https://zoom.us/rec/share/abc123")]
    [InlineData("https://zoom.us/meeting/register/tZ123")]
    [InlineData("https://us02web.zoom.us/u/kd123")]
    [InlineData("https://zoom.us/join?confno=")]
    [InlineData("https://zoomgov.com.evil.example/j/123")]
    [InlineData("https://evilzoomgov.com/j/123")]
    [InlineData("https://evil.example/?url=https://zoom.us/j/123")]
    [InlineData("https://evil.example/https://zoom.us/j/123")]
    [InlineData("https://zoom.us\\@evil.example/j/123")]
    [InlineData("https://teams.microsoft.com/x?y=https://evil.example/meet/123?p=a")]
    [InlineData("https://nam01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fevil.example%2Fmeet%2F1%3Fp%3Da")]
    [InlineData("https://safelinks.protection.outlook.com.evil.example/?url=https%3A%2F%2Fzoom.us%2Fj%2F1")]
    [InlineData("https://us.teams.microsoft.us/meet/123?p=a")]
    [InlineData("Either https://zoom.us/j/123 or https://zoom.us/j/456")]
    public void A_link_that_is_not_a_meeting_is_refused(string text) => Assert.Null(MeetingUrl.TryNormalize(text));

    [Theory]
    [InlineData("http://x")]
    [InlineData("https%3A%2F%2Fx.example")]
    [InlineData("%68ttps%253A%252F%252Fx.example")]
    [InlineData("base64:https://x.example")]
    [InlineData("base64:http://x.example/é")]
    public void A_link_that_contains_another_link_is_refused(string other)
    {
        var token = other.StartsWith("base64:", StringComparison.Ordinal)
            ? Convert.ToBase64String(Encoding.UTF8.GetBytes(other[7..]))
            : other;

        Assert.Null(MeetingUrl.TryNormalize($"https://zoom.us/w/123?tk={Uri.EscapeDataString(token)}"));
        Assert.Null(MeetingUrl.TryNormalize($"https://teams.microsoft.com/meet/1?p={token}"));
    }

    [Theory]
    [InlineData("http")]
    [InlineData("http://")]
    [InlineData("ftp://x")]
    [InlineData("aHR0")]
    public void A_link_that_only_seems_to_contain_another_is_accepted(string token) =>
        Assert.Equal($"https://zoom.us/w/123?tk={token}", MeetingUrl.TryNormalize($"https://zoom.us/w/123?tk={token}")?.Text);

    private static string Unescape(string text) =>
        Regex.Replace(
            text,
            @"\\([nt\\])",
            match =>
                match.Groups[1].Value switch
                {
                    "n" => "\n",
                    "t" => "\t",
                    var backslash => backslash,
                }
        );
}
