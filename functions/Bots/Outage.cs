namespace Usher.Bots;

/// <summary>A time in which no runner's word could arrive, since the app or its storage was away.</summary>
internal readonly record struct Outage(DateTimeOffset From, DateTimeOffset To);
