namespace Usher.Api.Attendee;

/// <summary>Some events, and the place behind them: what <c>after</c> takes.</summary>
internal sealed record EventPage(string Next, IReadOnlyList<EventResource> Results);
