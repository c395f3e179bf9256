namespace Usher.Api.Management;

internal sealed record RedeliveredWebhooks(int Redelivered);
