using Azure.Core;
using Azure.Core.Pipeline;

namespace Usher.Tests.LocalHost.Durable;

/// <summary>
/// The way to storage of a host that is killed: after so many requests it is cut, either before a request leaves or after it was carried out
/// and before its answer is seen. Then nothing gets through any more.
/// </summary>
internal sealed class DyingTransport(int requestsToLive, bool lastOneIsCarriedOut) : HttpPipelineTransport, IDisposable
{
    private readonly HttpClientTransport inner = new();
    private int requests;

    public bool IsDead => Volatile.Read(ref requests) >= requestsToLive;

    public override Request CreateRequest() => inner.CreateRequest();

    public override void Process(HttpMessage message) => throw new NotSupportedException();

    public override async ValueTask ProcessAsync(HttpMessage message)
    {
        var number = Interlocked.Increment(ref requests);
        if (number < requestsToLive)
        {
            await inner.ProcessAsync(message);
            return;
        }

        if (number == requestsToLive && lastOneIsCarriedOut)
        {
            await inner.ProcessAsync(message);
        }

        throw new HostKilledException();
    }

    public void Dispose() => inner.Dispose();
}

/// <summary>Nothing that a retry would help against.</summary>
internal sealed class HostKilledException() : Exception("The host was killed.");
