using System.Text.Json;
using System.Text.Json.Serialization;
using Usher.Storage;

namespace Usher.Api.Attendee;

/// <summary>Some events, and the place behind them: what <c>after</c> takes.</summary>
internal sealed record EventPage(string Next, IReadOnlyList<EventResource> Results);
