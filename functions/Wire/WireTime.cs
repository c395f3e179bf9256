using System.Globalization;

namespace Usher.Wire;

/// <summary>Formats times for the API: UTC with Z, without a fraction if it is zero, otherwise with six digits.</summary>
internal static class WireTime
{
    public static string Format(DateTimeOffset time)
    {
        var utc = time.UtcDateTime;
        var format = utc.Ticks % TimeSpan.TicksPerSecond / 10 == 0 ? "yyyy-MM-ddTHH:mm:ssZ" : "yyyy-MM-ddTHH:mm:ss.ffffffZ";
        return utc.ToString(format, CultureInfo.InvariantCulture);
    }
}
