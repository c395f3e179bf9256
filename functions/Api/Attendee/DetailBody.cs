namespace Usher.Api.Attendee;

internal sealed record DetailBody(string Detail);
