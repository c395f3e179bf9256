using System.Text.Json;

namespace Usher.Api.Attendee;

/// <summary>An item of a numbered list.</summary>
internal readonly record struct MeetingPageItem(int Number, Action<Utf8JsonWriter> Write);
