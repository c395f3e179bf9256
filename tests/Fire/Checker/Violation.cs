namespace Usher.Tests.Fire.Checker;

/// <summary>A violated rule, and where.</summary>
internal sealed record Violation(string Rule, string Text);
