using System.Text.Json;
using Usher.Api.Attendee;
using Usher.Api.Validation;
using Usher.Bots;
using Usher.Wire;

namespace Usher.Tests.Api.Validation;

public sealed class TextFieldTests
{
    [Theory]
    [InlineData("\"abc\"", "abc")]
    [InlineData("\" \\u001c\\u00a0\\u3000a b\\n\"", "a b")]
    [InlineData("\"\\u200ba\"", "\u200ba")]
    [InlineData("5", "5")]
    [InlineData("1.50", "1.5")]
    [InlineData("1e400", "inf")]
    [InlineData("\"1234567890\"", "1234567890")]
    [InlineData("\"123456789\\ud83d\\ude00\"", "123456789😀")]
    public void Text_is_trimmed_and_a_number_counts_as_text(string json, string expected)
    {
        var text = TextField.Check(JsonElement.Parse(json), maxLength: 10);

        Assert.Null(text.Messages);
        Assert.Equal(expected, text.Value);
    }

    [Theory]
    [InlineData("true", "Not a valid string.")]
    [InlineData("[]", "Not a valid string.")]
    [InlineData("{}", "Not a valid string.")]
    [InlineData("\"\"", "This field may not be blank.")]
    [InlineData("\" \\u001f\\u2003\"", "This field may not be blank.")]
    [InlineData("\"12345678901\"", "Ensure this field has no more than 10 characters.")]
    [InlineData("12345678901", "Ensure this field has no more than 10 characters.")]
    [InlineData("\"a\\u0000\"", "Null characters are not allowed.")]
    [InlineData("\"a\\ud83d\"", "Surrogate characters are not allowed: U+D83D.")]
    [InlineData("\"\\udc00\\ud83d\\ude00\"", "Surrogate characters are not allowed: U+DC00.")]
    [InlineData("\"\\\\ud801\\\\u\\ud802\"", "Surrogate characters are not allowed: U+D802.")]
    [InlineData("\"\\ud83d\\ude00\\ud83d\\ud83d\"", "Surrogate characters are not allowed: U+D83D.")]
    [InlineData(
        "\"12345678901\\u0000\\ud800\"",
        "Ensure this field has no more than 10 characters.|Null characters are not allowed.|Surrogate characters are not allowed: U+D800."
    )]
    public void Everything_else_is_refused(string json, string expected) =>
        Assert.Equal(
            expected,
            string.Join(
                '|',
                TextField.Check(JsonElement.Parse(json), maxLength: 10).Messages!.AsArray().Select(message => message!.ToString())
            )
        );

    [Theory]
    [InlineData("\"{255}\"", null)]
    [InlineData("\"{256}\"", "Ensure this field has no more than 255 characters.")]
    [InlineData("\"{256}\\ud83d\\ude00\"", "Bot name cannot contain emojis or rare script characters.")]
    [InlineData("\"\\u0000\\ud83d\\ude00\"", "Null characters are not allowed.")]
    public void A_bots_name_has_only_characters_that_anyone_can_type(string json, string? expected)
    {
        var text = json.Replace("{255}", new string('é', 255), StringComparison.Ordinal)
            .Replace("{256}", new string('é', 256), StringComparison.Ordinal);

        Assert.Equal(expected, BotFields.BotName(JsonElement.Parse(text)).Messages?[0]?.ToString());
    }

    [Theory]
    [InlineData("""{"a": "b"}""", null)]
    [InlineData("""{"a": 1, "a": "b"}""", null)]
    [InlineData("""{"a": "b", "a": 1}""", "Value for key 'a' must be a string")]
    [InlineData("{}", "Metadata must have at least one key")]
    [InlineData("[]", "Metadata must be an object not an array or other type")]
    [InlineData("""{"a": "\u0000"}""", SafeText.NotAllowed)]
    [InlineData("""{"\u0000": "a"}""", SafeText.NotAllowed)]
    [InlineData("""{"a": "\ud800"}""", SafeText.NotAllowed)]
    [InlineData("""{"\ud800": "a"}""", SafeText.NotAllowed)]
    [InlineData("""{"a": "{991}"}""", null)]
    [InlineData("""{"a": "{992}"}""", "Metadata must be less than 1000 characters")]
    [InlineData("""{"a": "{82}"}""", null)]
    [InlineData("""{"a": "{83}"}""", "Metadata must be less than 1000 characters")]
    public void Metadata_is_an_object_of_strings(string json, string? expected)
    {
        // As JSON with all non-ASCII characters escaped, {"a": "…"} has nine characters besides the value; an emoji has twelve.
        var text = json.Replace("{991}", new string('x', 991), StringComparison.Ordinal)
            .Replace("{992}", new string('x', 992), StringComparison.Ordinal)
            .Replace("{82}", string.Concat(Enumerable.Repeat("😀", 82)), StringComparison.Ordinal)
            .Replace("{83}", string.Concat(Enumerable.Repeat("😀", 83)), StringComparison.Ordinal);

        Assert.Equal(expected, MetadataField.Check(JsonElement.Parse(text)).Messages?[0]?.ToString());
    }
}
