using System.Diagnostics;
using System.Globalization;

namespace Usher.Benchmark;

/// <summary>The processes that the development host starts, found by its log lines.</summary>
internal static class Processes
{
    public const string WorkerStarted = "Worker started: pid ";

    public static int IdIn(string line) => int.Parse(line.AsSpan(line.LastIndexOf(' ') + 1), CultureInfo.InvariantCulture);

    /// <summary>The memory that the process uses right now.</summary>
    public static double ResidentMegabytesOf(int id)
    {
        var line = File.ReadLines($"/proc/{id}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return double.Parse(line.AsSpan("VmRSS:".Length, line.Length - "VmRSS:".Length - "kB".Length), CultureInfo.InvariantCulture) / 1024;
    }

    /// <summary>The processor time used since the process started.</summary>
    public static TimeSpan TimeOf(int id)
    {
        using var process = Process.GetProcessById(id);
        return process.TotalProcessorTime;
    }
}
