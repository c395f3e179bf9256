namespace Usher.Tests.Fire.Checker;

/// <summary>A chat message as a batch reports it.</summary>
/// <param name="Source">The same in every edit of one message.</param>
/// <param name="Text">Different in every version.</param>
internal sealed record WrittenMessage(string Source, string Text);
