using System.Text;
using Usher.Bots;

namespace Usher.Tests.Bots;

/// <summary>The expected values are what Python's <c>base64.b64decode</c> makes of the same text.</summary>
public sealed class Base64TextTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("aGVsbG8=", "hello")]
    [InlineData("aGVsbG8gd29ybGQ=", "hello world")]
    [InlineData("a G-V_s\nbG8=", "hello")]
    [InlineData("aGVsbG8=====", "hello")]
    [InlineData("aGVsbG8=aGVsbG8=", "hello")]
    [InlineData("=aGVs=bG8=", "hello")]
    [InlineData("aGVsbA==bG8=", "hell")]
    [InlineData("aGVs====", "hel")]
    [InlineData("aG=VsbG8=", "hello")]
    [InlineData(" aGVs\r\nbG8=\t", "hello")]
    [InlineData("aGVsbG8= aGVs", "hello")]
    [InlineData("aGVsbG9=", "hello")]
    [InlineData("aGVsbG8gd29ybGQgaGVsbG8gd29ybGQgaGVsbG8gd29ybG-QgaGVsbG8gd29ybGQ=", "hello world hello world hello world hello world")]
    public void Characters_of_the_alphabet_are_read(string text, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(Base64Text.Decode(text)!));

    [Theory]
    [InlineData("a")]
    [InlineData("aG")]
    [InlineData("aGV")]
    [InlineData("aGVsb")]
    [InlineData("aGVsbG8")]
    [InlineData("aGVsbG8=é")]
    [InlineData("aGVsé")]
    [InlineData("5")]
    public void Incomplete_groups_and_non_ASCII_text_are_refused(string text) => Assert.Null(Base64Text.Decode(text));
}
