namespace Usher.Tests.Fire.Checker;

/// <summary>From the blow until everything answered again.</summary>
internal sealed record Outage(string Kind, DateTimeOffset From, DateTimeOffset To);
