using Azure.Core;
using Azure.Core.Pipeline;

namespace Usher.Tests.Lifecycle;

/// <summary>A writer's transport to storage that can freeze: it holds a transaction for as long as the test likes.</summary>
internal sealed class HeldTransport : HttpPipelineTransport
{
    private readonly HttpClientTransport real = new();
    private readonly TaskCompletionSource arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int held;

    /// <summary>Whether the next transaction is held.</summary>
    public bool Holds { get; set; }

    /// <summary>Completes when a transaction is being held.</summary>
    public Task Arrived => arrived.Task;

    public void Release() => released.SetResult();

    public override Request CreateRequest() => real.CreateRequest();

    public override void Process(HttpMessage message) => throw new NotSupportedException();

    public override async ValueTask ProcessAsync(HttpMessage message)
    {
        if (Holds && message.Request.Uri.Path.EndsWith("$batch", StringComparison.Ordinal) && Interlocked.Exchange(ref held, 1) == 0)
        {
            arrived.SetResult();
            await released.Task;
        }

        await real.ProcessAsync(message);
    }
}
