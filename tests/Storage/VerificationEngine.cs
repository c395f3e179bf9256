using Microsoft.DurableTask.Testing;
using Microsoft.Extensions.Hosting;
using Usher.LocalHost.Processes;
using Usher.Storage;
using Usher.Verification;

namespace Usher.Tests.Storage;

/// <summary>The Durable engine in this process, with the app's stream verification, at an address for the app's own client.</summary>
internal sealed class VerificationEngine : IAsyncDisposable
{
    private readonly int port = LoopbackPort.Free();
    private readonly IHost host;

    private VerificationEngine(Func<StreamVerification> verification)
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Services.AddInMemoryDurableTask(
            tasks =>
                tasks
                    .AddOrchestratorFunc<VerificationRequest, VerifiedProject>(
                        nameof(VerifyStreams),
                        (context, _) => VerifyStreams.RunAsync(context)
                    )
                    .AddActivityFunc<ShardPage, VerifiedPage>(
                        nameof(VerifyShard),
                        (_, page) => new VerifyShard(verification()).RunAsync(page, CancellationToken.None)
                    ),
            new InMemoryDurableTaskOptions { Port = port }
        );
        host = builder.Build();
    }

    public Uri Url => new($"http://localhost:{port}");

    public static async Task<VerificationEngine> StartAsync(Func<StreamVerification> verification)
    {
        var engine = new VerificationEngine(verification);
        await engine.host.StartAsync(TestContext.Current.CancellationToken);
        return engine;
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
    }
}
