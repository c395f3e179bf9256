using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using Usher.LocalHost;
using Usher.LocalHost.Workers;

namespace Usher.Tests.LocalHost;

public sealed class WorkerSupervisorTests
{
    private static readonly Uri Endpoint = new("http://localhost:1/");

    [Fact]
    public async Task Invocations_go_to_the_next_worker_however_late_a_lost_stream_is_noticed()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var started = Channel.CreateUnbounded<ScriptedWorker>();
        var options = new FunctionsHostOptions { AppFolder = "", Settings = new Dictionary<string, string?>() };
        await using var supervisor = new WorkerSupervisor(options, Start, NullLoggerFactory.Instance);
        var starting = supervisor.StartAsync(Endpoint, cancellation);
        var first = await started.Reader.ReadAsync(cancellation);
        var serving = first.ConnectAsync(supervisor.Find(first.Id)!);
        await starting;
        var lost = await supervisor.ReadyAsync(cancellation);
        using var telling = new ManualResetEventSlim();
        using var told = new ManualResetEventSlim();
        await using var slow = lost.Lost.Register(() =>
        {
            telling.Set();
            told.Wait(cancellation);
        });

        first.EndStream();
        telling.Wait(cancellation);
        first.EndProcess();
        var second = await started.Reader.ReadAsync(cancellation);
        var servingSecond = second.ConnectAsync(supervisor.Find(second.Id)!);
        var next = await supervisor.ReadyAsync(cancellation);
        told.Set();

        Assert.Equal(second.Id, next.WorkerId);
        second.EndStream();
        await Task.WhenAll(serving, servingSecond);

        IWorker Start(WorkerArguments arguments)
        {
            var worker = new ScriptedWorker(arguments);
            Assert.True(started.Writer.TryWrite(worker));
            return worker;
        }
    }
}
