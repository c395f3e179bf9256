namespace Usher.Bots;

/// <summary>A period in which no report could arrive, because the app or its storage was unavailable.</summary>
internal readonly record struct Outage(DateTimeOffset From, DateTimeOffset To);
