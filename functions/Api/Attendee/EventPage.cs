namespace Usher.Api.Attendee;

/// <summary>A page of events, and the position after them, which <c>after</c> accepts.</summary>
internal sealed record EventPage(string Next, IReadOnlyList<EventResource> Results);
