using System.Text.Json;
using Usher.Api.Validation;

namespace Usher.Tests.Api.Validation;

public sealed class TimeFieldTests
{
    [Theory]
    [InlineData("2028-06-13", "2028-06-13T00:00:00.0000000+00:00")]
    [InlineData("2028-06-13T12", "2028-06-13T12:00:00.0000000+00:00")]
    [InlineData("2028-06-13 12:30", "2028-06-13T12:30:00.0000000+00:00")]
    [InlineData("2028-06-13X12:30", "2028-06-13T12:30:00.0000000+00:00")]
    [InlineData("2028-06-13\n12:30", "2028-06-13T12:30:00.0000000+00:00")]
    [InlineData("2028-06-13T12:00:00.123", "2028-06-13T12:00:00.1230000+00:00")]
    [InlineData("2028-06-13T12:00:00.1234567", "2028-06-13T12:00:00.1234560+00:00")]
    [InlineData("2028-06-13T12:00:00,5Z", "2028-06-13T12:00:00.5000000+00:00")]
    [InlineData("2028-6-3T9:5:7Z", "2028-06-03T09:05:07.0000000+00:00")]
    [InlineData("2028-06-13T12:00Z\n", "2028-06-13T12:00:00.0000000+00:00")]
    [InlineData("2028-06-13T12:00 \t+0130", "2028-06-13T10:30:00.0000000+00:00")]
    [InlineData("2028-06-13T14:00-02", "2028-06-13T16:00:00.0000000+00:00")]
    [InlineData("2028-06-13T12:00:00+05:99", "2028-06-13T05:21:00.0000000+00:00")]
    [InlineData("2028-06-13T12:00:00+23:59", "2028-06-12T12:01:00.0000000+00:00")]
    [InlineData("2028-06-13T12+01:00:30", "2028-06-13T10:59:30.0000000+00:00")]
    [InlineData("2028-02-29T12:00Z", "2028-02-29T12:00:00.0000000+00:00")]
    [InlineData("٢٠٢٨-٠٦-١٣T١٢:٣٠:٠٠Z", "2028-06-13T12:30:00.0000000+00:00")]
    [InlineData("２０２８-6-१३ 1๒:0௦:00.५+0𝟙:𝟛𝟘", "2028-06-13T10:30:00.5000000+00:00")]
    public void The_peers_time_formats_are_accepted(string text, string expected) =>
        Assert.Equal(expected, Check(text).Value?.ToString("O", System.Globalization.CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("")]
    [InlineData(" 2028-06-13T12:00:00Z")]
    [InlineData("2028-06-13T12Z")]
    [InlineData("2028-06-13X12:00:00Z")]
    [InlineData("2028-06-13t12:00:00Z")]
    [InlineData("2028-06-13T12:00:00z")]
    [InlineData("20280613T120000Z")]
    [InlineData("2028-W24-2")]
    [InlineData("2028-06-13T24:00:00Z")]
    [InlineData("2028-06-13T12:60:00Z")]
    [InlineData("2028-06-13T23:59:60Z")]
    [InlineData("2027-02-29T12:00:00Z")]
    [InlineData("2028-13-01T12:00:00Z")]
    [InlineData("0000-01-01T00:00:00Z")]
    [InlineData("2028-06-13T12:00:00+24:00")]
    [InlineData("2028-06-13T12:00:00+23:60")]
    [InlineData("2028-06-13T12:00:00.Z")]
    [InlineData("2028-06-13T12:00:00.1234567890123Z")]
    [InlineData("2028-06-13T12:00:00Z\n\n")]
    [InlineData("1844424000")]
    [InlineData("٢٠٢٨-٠٦-١٣")]
    [InlineData("٢٠٢٨-٠٦-١٣X١٢:٣٠")]
    [InlineData("²028-06-13T12:30Z")]
    [InlineData("Ⅻ28-06-13T12:30Z")]
    public void Everything_else_has_the_wrong_format(string text) =>
        Assert.Equal(TimeField.WrongFormat, Check(text).Messages?[0]?.ToString());

    [Theory]
    [InlineData("5")]
    [InlineData("1844424000.5")]
    [InlineData("true")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("\"2028-06-13\\ud800\"")]
    public void Non_string_times_are_rejected(string json) =>
        Assert.Equal(TimeField.WrongFormat, TimeField.Check(JsonElement.Parse(json)).Messages?[0]?.ToString());

    [Theory]
    [InlineData("0001-01-01T00:00:00+00:01")]
    [InlineData("9999-12-31T23:59:59-00:01")]
    public void A_time_outside_the_supported_years_is_out_of_range(string text) =>
        Assert.Equal("Datetime value out of range.", Check(text).Messages?[0]?.ToString());

    private static Checked<DateTimeOffset?> Check(string text) =>
        TimeField.Check(
            JsonElement.Parse($"\"{text.Replace("\n", "\\n", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal)}\"")
        );
}
