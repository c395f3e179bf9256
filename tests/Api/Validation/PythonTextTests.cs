using System.Text.Json;
using Usher.Api.Validation;
using Usher.Bots;
using Usher.Wire;

namespace Usher.Tests.Api.Validation;

/// <summary>The expected values are what Python prints for the same JSON.</summary>
public sealed class PythonTextTests
{
    [Theory]
    [InlineData("null", "None")]
    [InlineData("true", "True")]
    [InlineData("false", "False")]
    [InlineData("5", "5")]
    [InlineData("-0", "0")]
    [InlineData("123456789012345678901234567890", "123456789012345678901234567890")]
    [InlineData("1.0", "1.0")]
    [InlineData("1.50", "1.5")]
    [InlineData("-0.0", "-0.0")]
    [InlineData("100e0", "100.0")]
    [InlineData("1e15", "1000000000000000.0")]
    [InlineData("1e16", "1e+16")]
    [InlineData("1E22", "1e+22")]
    [InlineData("123456789012345680.0", "1.2345678901234568e+17")]
    [InlineData("0.0001", "0.0001")]
    [InlineData("0.00001", "1e-05")]
    [InlineData("0.000123", "0.000123")]
    [InlineData("5e-324", "5e-324")]
    [InlineData("1e400", "inf")]
    [InlineData("-1e400", "-inf")]
    [InlineData("\"x\"", "'x'")]
    [InlineData("\"it's\"", "\"it's\"")]
    [InlineData("\"'\\\"\"", "'\\'\"'")]
    [InlineData("\"a\\\\b\\n\\t\\r\"", "'a\\\\b\\n\\t\\r'")]
    [InlineData("\"\\u007f\\u00a0\\u200d\\u2028\\ue000\\u0000\"", "'\\x7f\\xa0\\u200d\\u2028\\ue000\\x00'")]
    [InlineData("\"é中😀\"", "'é中😀'")]
    [InlineData("[]", "[]")]
    [InlineData("[1, \"a\", null]", "[1, 'a', None]")]
    [InlineData("{}", "{}")]
    [InlineData("{\"a\": [1, true], \"b\": {\"c\": \"d\"}}", "{'a': [1, True], 'b': {'c': 'd'}}")]
    [InlineData("{\"a\": 1, \"b\": 2, \"a\": 3}", "{'a': 3, 'b': 2}")]
    public void Values_are_quoted_as_Python_prints_them(string json, string expected) =>
        Assert.Equal(expected, PythonText.Repr(JsonElement.Parse(json)));

    [Theory]
    [InlineData("\"it's\"", "it's")]
    [InlineData("1.50", "1.5")]
    [InlineData("{\"a\": \"b\"}", "{'a': 'b'}")]
    public void A_bare_string_is_not_quoted(string json, string expected) =>
        Assert.Equal(expected, PythonText.Str(JsonElement.Parse(json)));

    [Theory]
    [InlineData("{}", "dict")]
    [InlineData("[]", "list")]
    [InlineData("\"\"", "str")]
    [InlineData("1", "int")]
    [InlineData("1.0", "float")]
    [InlineData("1e2", "float")]
    [InlineData("true", "bool")]
    public void Types_have_Pythons_names(string json, string expected) =>
        Assert.Equal(expected, PythonText.TypeName(JsonElement.Parse(json)));

    [Theory]
    [InlineData("{\"\\ud800\": 1, \"a\": 2}", "a", "2")]
    [InlineData("{\"a\": 2, \"\\ud800\": 1}", "a", "2")]
    [InlineData("{\"a\": 2, \"\\ud800\": 1, \"a\": 3}", "a", "3")]
    [InlineData("{\"\\ud800\": 1}", "a", null)]
    public void Members_are_found_next_to_names_that_are_not_valid_text(string json, string name, string? expected)
    {
        Assert.Equal(expected is not null, SafeText.TryGet(JsonElement.Parse(json), name, out var member));
        Assert.Equal(expected, expected is null ? null : member.GetRawText());
    }
}
