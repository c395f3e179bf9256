using System.Globalization;

namespace Usher.Bots.Webhooks;

/// <summary>
/// Writes numbers as Python does after reading them: integers digit by digit, others as the shortest text that reads back as the same
/// double.
/// </summary>
internal static class CanonicalNumber
{
    private const int FirstWithExponent = 16;
    private const int LastWithoutExponent = -4;

    public static string Of(string raw)
    {
        if (raw.AsSpan().IndexOfAny(".eE") < 0)
        {
            return raw == "-0" ? "0" : raw;
        }

        var value = double.Parse(raw, CultureInfo.InvariantCulture);
        return double.IsInfinity(value) ? raw : Shortest(value);
    }

    private static string Shortest(double value)
    {
        var scientific = value.ToString("E16", CultureInfo.InvariantCulture);
        for (var precision = 0; precision < 16; precision++)
        {
            var shorter = value.ToString($"E{precision}", CultureInfo.InvariantCulture);
            if (double.Parse(shorter, CultureInfo.InvariantCulture).Equals(value))
            {
                scientific = shorter;
                break;
            }
        }

        var parts = scientific.TrimStart('-').Split('E');
        var (digits, exponent) = (parts[0].Replace(".", "", StringComparison.Ordinal), int.Parse(parts[1], CultureInfo.InvariantCulture));
        return (double.IsNegative(value) ? "-" : "")
            + exponent switch
            {
                >= FirstWithExponent or < LastWithoutExponent => Exponential(digits, exponent),
                < 0 => "0." + new string('0', -exponent - 1) + digits,
                _ when digits.Length > exponent + 1 => $"{digits[..(exponent + 1)]}.{digits[(exponent + 1)..]}",
                _ => $"{digits.PadRight(exponent + 1, '0')}.0",
            };
    }

    private static string Exponential(string digits, int exponent)
    {
        var mantissa = digits.Length > 1 ? $"{digits[0]}.{digits[1..]}" : digits;
        var sign = exponent < 0 ? '-' : '+';
        return string.Create(CultureInfo.InvariantCulture, $"{mantissa}e{sign}{Math.Abs(exponent):00}");
    }
}
