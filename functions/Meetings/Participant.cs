namespace Usher.Meetings;

/// <summary>A participant of a meeting, as reported by the runner.</summary>
/// <param name="Uuid">Identifies the participant within the meeting.</param>
/// <param name="UserUuid">The participant's account on the platform; null if unknown.</param>
/// <param name="IsBot">Whether this is the bot itself, which the API does not list.</param>
internal sealed record Participant(string Uuid, string? UserUuid, string? Name, bool IsHost, bool IsBot);
