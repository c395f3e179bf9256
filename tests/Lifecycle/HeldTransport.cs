using Azure.Core;
using Azure.Core.Pipeline;

namespace Usher.Tests.Lifecycle;

/// <summary>A writer's way to storage that can freeze: a transaction waits at the door, for as long as the test likes.</summary>
internal sealed class HeldTransport : HttpPipelineTransport
{
    private readonly HttpClientTransport real = new();
    private readonly TaskCompletionSource arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int held;

    /// <summary>The next transaction is held.</summary>
    public bool Holds { get; set; }

    /// <summary>Completes when a transaction stands at the door.</summary>
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
