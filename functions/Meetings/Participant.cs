namespace Usher.Meetings;

/// <summary>Somebody in a meeting, as the runner names them.</summary>
/// <param name="Uuid">Identifies them within the meeting.</param>
/// <param name="UserUuid">Their account on the platform; null: unknown.</param>
/// <param name="IsBot">The bot itself: the API does not list it.</param>
internal sealed record Participant(string Uuid, string? UserUuid, string? Name, bool IsHost, bool IsBot);
