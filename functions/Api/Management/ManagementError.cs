namespace Usher.Api.Management;

internal sealed record ManagementError(string Error);
