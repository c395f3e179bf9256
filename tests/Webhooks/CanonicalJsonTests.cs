using System.Text.Json;
using Usher.Bots.Webhooks;

namespace Usher.Tests.Webhooks;

/// <summary>
/// The expected values are what Python's json module writes with sort_keys, without ensure_ascii, and with the separators "," and ":".
/// </summary>
public sealed class CanonicalJsonTests
{
    [Theory]
    [InlineData("""{"b":1,"a":{"d":[3,2,{"z":null,"y":true}],"c":"x"}}""", """{"a":{"c":"x","d":[3,2,{"y":true,"z":null}]},"b":1}""")]
    [InlineData("""{"name":"Zo\u00eb \u4e2d \ud83d\ude00 <&>'","\u00e9":1,"e":2}""", """{"e":2,"name":"Zoë 中 😀 <&>'","é":1}""")]
    [InlineData("""{"a":1,"a":2}""", """{"a":2}""")]
    [InlineData("""{"ab":1,"b":2,"a":3,"":4}""", """{"":4,"a":3,"ab":1,"b":2}""")]
    [InlineData(""" [ 1 , { } , [ ] , "" ] """, """[1,{},[],""]""")]
    public void Keys_are_sorted_and_nothing_is_added(string json, string expected) => Assert.Equal(expected, Canonical(json));

    [Fact]
    public void Keys_are_sorted_by_code_point_and_not_by_UTF_16_unit() =>
        Assert.Equal(
            "{\"a\":3,\"\uffee\":2,\"\ud83d\ude00\":1,\"\ud83d\ude01\":4}",
            Canonical("""{"\ud83d\ude01":4,"\ud83d\ude00":1,"\uffee":2,"a":3}""")
        );

    [Fact]
    public void Only_characters_that_must_be_escaped_are_escaped() =>
        Assert.Equal(
            "\"\\u0000\\u001f\u007f\u2028\\\"\\\\/\\n\\r\\t\\b\\f\"",
            Canonical("""  "\u0000\u001f\u007f\u2028\"\\\/\n\r\t\b\f"  """)
        );

    [Theory]
    [InlineData("0", "0")]
    [InlineData("-0", "0")]
    [InlineData("12345678901234567890", "12345678901234567890")]
    [InlineData("1.0", "1.0")]
    [InlineData("1.50", "1.5")]
    [InlineData("-0.0", "-0.0")]
    [InlineData("0.1", "0.1")]
    [InlineData("1e5", "100000.0")]
    [InlineData("1e15", "1000000000000000.0")]
    [InlineData("1e16", "1e+16")]
    [InlineData("1.5e-5", "1.5e-05")]
    [InlineData("0.0001", "0.0001")]
    [InlineData("123456.789", "123456.789")]
    [InlineData("2.5e-300", "2.5e-300")]
    [InlineData("0.30000000000000004", "0.30000000000000004")]
    public void Numbers_are_written_as_Python_writes_them(string number, string expected) => Assert.Equal(expected, Canonical(number));

    [Fact]
    public void An_unpaired_surrogate_becomes_a_replacement_character() => Assert.Equal("\"\ufffd\"", Canonical("""  "\ud83d"  """));

    private static string Canonical(string json) => CanonicalJson.Of(JsonElement.Parse(json));
}
