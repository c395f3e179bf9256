namespace Usher.Api.Attendee;

internal sealed record BotEventResource(string Type, string? SubType, string CreatedAt);
