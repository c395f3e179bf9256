namespace Usher.Storage;

/// <summary>What is stored about a key: never the key itself.</summary>
/// <param name="Id">The start of the key's hash; in feeds, the actor of everything done with the key.</param>
/// <param name="Name">What the key is for; null if nobody has said.</param>
/// <param name="LastUsedAt">To the hour: a use within an hour of the last one is not noted. Null if no use has been noted.</param>
/// <param name="DisabledAt">When the key stops working, possibly in the future; null if it is not disabled.</param>
internal sealed record ApiKey(
    string Id,
    string Project,
    string? Name,
    DateTimeOffset CreatedAt,
    DateTimeOffset? LastUsedAt,
    DateTimeOffset? DisabledAt
)
{
    /// <summary>In UTF-16 code units.</summary>
    public const int MaxNameLength = 64;

    /// <summary>A name is one line of text, since keys are listed one a line.</summary>
    public static bool IsValidName(string name) =>
        !string.IsNullOrWhiteSpace(name) && name.Length <= MaxNameLength && !name.Any(char.IsControl);
}
