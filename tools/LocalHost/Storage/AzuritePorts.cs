namespace Usher.LocalHost.Storage;

/// <summary>Where to listen; 0: the system chooses.</summary>
internal sealed record AzuritePorts(int Blob, int Queue, int Table);
