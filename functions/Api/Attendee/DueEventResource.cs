namespace Usher.Api.Attendee;

internal sealed record DueEventResource(string Type, string? SubType);
