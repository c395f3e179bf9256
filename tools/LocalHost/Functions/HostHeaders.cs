namespace Usher.LocalHost.Functions;

/// <summary>What the Functions host adds to a request to its handler.</summary>
internal static class HostHeaders
{
    public const string InvocationId = "X-Azure-Functions-InvocationId";
    public const string ProxyInvocationId = "x-ms-invocation-id";
    public const string HostVersion = "X-Azure-Functions-HostVersion";
    public const string Product = "Azure-Functions-Host";

    /// <summary>The version of the host whose behaviour is imitated.</summary>
    public const string Version = "4.1037.0.0";
}
