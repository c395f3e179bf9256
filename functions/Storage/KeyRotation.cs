using Azure.Data.Tables.Models;

namespace Usher.Storage;

/// <summary>The result of rotating a key.</summary>
internal abstract record KeyRotation
{
    /// <param name="Key">The new key, which can never be read again.</param>
    public sealed record Done(ApiKey Known, string Key) : KeyRotation;

    public sealed record NotFound : KeyRotation;

    public sealed record WasDisabled : KeyRotation;
}
