namespace Usher.Tests.Fire.Checker;

/// <summary>One attempt to replace the secret.</summary>
/// <param name="Secret">Null: there was no answer, and it may have been replaced or not.</param>
internal sealed record Rotation(DateTimeOffset SentAt, DateTimeOffset AnsweredAt, byte[]? Secret);
