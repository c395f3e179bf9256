namespace Usher.Configuration;

/// <summary>Finds what a misspelled name was meant to be.</summary>
internal static class Spelling
{
    /// <summary>Levenshtein's distance, without regard to case.</summary>
    public static int Distance(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        foreach (var (index, character) in from.Index())
        {
            var diagonal = row[0];
            row[0] = index + 1;
            for (var column = 1; column <= to.Length; column++)
            {
                var replaced = diagonal + (char.ToUpperInvariant(character) == char.ToUpperInvariant(to[column - 1]) ? 0 : 1);
                diagonal = row[column];
                row[column] = Math.Min(replaced, 1 + Math.Min(diagonal, row[column - 1]));
            }
        }

        return row[to.Length];
    }

    /// <returns>False if a name of this length is hardly ever misspelled that badly.</returns>
    public static bool IsNear(int distance, string name) => distance <= 1 + (name.Length / 3);
}
