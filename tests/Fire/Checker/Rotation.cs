namespace Usher.Tests.Fire.Checker;

/// <summary>One attempt to replace the secret.</summary>
/// <param name="Secret">Null if there was no answer: the secret may or may not have been replaced.</param>
internal sealed record Rotation(DateTimeOffset SentAt, DateTimeOffset AnsweredAt, byte[]? Secret);
