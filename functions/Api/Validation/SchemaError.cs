namespace Usher.Api.Validation;

/// <summary>An error found by a schema.</summary>
/// <param name="IsWeak">Whether it comes from a keyword that says little: <c>oneOf</c>.</param>
/// <param name="HasRightType">Whether the value has the type that its schema requires.</param>
internal sealed record SchemaError(string Message, bool IsWeak = false, bool HasRightType = false)
{
    /// <summary>The path from the validated value inward: names and indices.</summary>
    public List<(string? Name, int Index)> Path { get; } = [];

    /// <summary>The errors of each alternative if none matches.</summary>
    public IReadOnlyList<SchemaError> Context { get; init; } = [];

    /// <summary>
    /// The error to report out of many: the outermost and, inside alternatives, the innermost. Source: <c>best_match</c> and
    /// <c>relevance</c> of Python's jsonschema 4.23, whose choices the recorded messages show.
    /// </summary>
    public static SchemaError? Best(IReadOnlyList<SchemaError> errors)
    {
        var best = errors.Count == 0 ? null : errors.Aggregate((one, other) => Compare(other, one) > 0 ? other : one);
        while (best is { Context.Count: > 0 })
        {
            var least = best.Context.Order(Comparer<SchemaError>.Create(Compare)).Take(2).ToList();
            if (least.Count == 2 && Compare(least[0], least[1]) == 0)
            {
                return best;
            }

            best = least[0];
        }

        return best;
    }

    private static int Compare(SchemaError one, SchemaError other)
    {
        var order = other.Path.Count.CompareTo(one.Path.Count);
        for (var i = 0; order == 0 && i < one.Path.Count; i++)
        {
            order = one.Path[i].Name is { } name
                ? string.CompareOrdinal(name, other.Path[i].Name)
                : one.Path[i].Index.CompareTo(other.Path[i].Index);
        }

        return order != 0 ? order
            : one.IsWeak != other.IsWeak ? (one.IsWeak ? -1 : 1)
            : one.HasRightType != other.HasRightType ? (one.HasRightType ? -1 : 1)
            : 0;
    }
}
