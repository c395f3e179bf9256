using System.Globalization;

namespace Usher.Wire;

/// <summary>Times as the API writes them: UTC with Z, no fraction where it is zero, else six digits.</summary>
internal static class WireTime
{
    public static string Format(DateTimeOffset time)
    {
        var utc = time.UtcDateTime;
        var format = utc.Ticks % TimeSpan.TicksPerSecond / 10 == 0 ? "yyyy-MM-ddTHH:mm:ssZ" : "yyyy-MM-ddTHH:mm:ss.ffffffZ";
        return utc.ToString(format, CultureInfo.InvariantCulture);
    }
}
