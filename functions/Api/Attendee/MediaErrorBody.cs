namespace Usher.Api.Attendee;

internal sealed record MediaErrorBody(string Error, string RawError);
