namespace Usher.Storage;

/// <summary>A rotated secret, which keeps signing next to the current one until the overlap is over.</summary>
internal sealed record PreviousSecret(byte[] Secret, DateTimeOffset Until);
