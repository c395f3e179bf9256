namespace Usher.Api.Management;

internal sealed record RetriedMessages(int Retried);
