namespace Usher.LocalHost.Storage;

/// <summary>The ports to listen on; 0 lets the system choose.</summary>
internal sealed record AzuritePorts(int Blob, int Queue, int Table);
