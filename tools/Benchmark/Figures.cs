using System.Globalization;

namespace Usher.Benchmark;

/// <summary>Collects measurements, line by line, for the final table. Progress is printed as it happens.</summary>
internal sealed class Figures
{
    private readonly List<(string Name, string Measured, string Against, bool? IsKept)> lines = [];

    /// <summary>Whether every budget was kept.</summary>
    public bool AreKept => lines.TrueForAll(line => line.IsKept is not false);

    public static void Begin(string what) => Console.WriteLine($"{what} …");

    /// <summary>Adds a figure for information only.</summary>
    public void Add(string name, double value, string unit) => Add(name, Text(value, unit), "", null);

    /// <summary>Adds a figure that must not exceed its budget.</summary>
    public void AddWithBudget(string name, double value, double budget, string unit) =>
        Add(name, Text(value, unit), $"budget {Text(budget, unit)}", value <= budget);

    /// <summary>Adds a figure next to what storage alone would achieve.</summary>
    public void AddWithFloor(string name, double value, double floor, string unit) =>
        Add(
            name,
            Text(value, unit),
            $"{Text(floor, unit)} by storage alone, {(value / floor).ToString("P0", CultureInfo.InvariantCulture)}",
            null
        );

    public void Write()
    {
        var (name, measured) = (lines.Max(line => line.Name.Length), lines.Max(line => line.Measured.Length));
        Console.WriteLine();
        foreach (var line in lines)
        {
            var kept = line.IsKept switch
            {
                true => "  kept",
                false => "  EXCEEDED",
                null => "",
            };
            Console.WriteLine($"{line.Name.PadRight(name)}  {line.Measured.PadLeft(measured)}  {line.Against}{kept}".TrimEnd());
        }
    }

    private void Add(string name, string measured, string against, bool? isKept)
    {
        Console.WriteLine($"  {name}: {measured}");
        lines.Add((name, measured, against, isKept));
    }

    private static string Text(double value, string unit) =>
        $"{value.ToString(value >= 100 ? "N0" : "N1", CultureInfo.InvariantCulture)} {unit}".TrimEnd();
}
