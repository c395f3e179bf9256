namespace Usher.Storage;

/// <summary>A secret that was replaced, and signs beside the others until its overlap is over.</summary>
internal sealed record PreviousSecret(byte[] Secret, DateTimeOffset Until);
