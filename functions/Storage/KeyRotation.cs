using Azure.Data.Tables.Models;

namespace Usher.Storage;

/// <summary>What came of replacing a key.</summary>
internal abstract record KeyRotation
{
    /// <param name="Key">The new key, which nobody can learn again.</param>
    public sealed record Done(ApiKey Known, string Key) : KeyRotation;

    public sealed record NotFound : KeyRotation;

    public sealed record WasDisabled : KeyRotation;
}
