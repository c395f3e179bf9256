namespace Usher.Api.Attendee;

internal sealed record ErrorBody(string Error);
