namespace Usher.Tests.Fire.Checker;

/// <summary>A rule that does not hold, and where.</summary>
internal sealed record Violation(string Rule, string Text);
