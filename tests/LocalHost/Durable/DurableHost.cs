using Azure.Core.Pipeline;
using Microsoft.Extensions.Logging.Abstractions;
using Usher.LocalHost.Durable;
using Usher.LocalHost.Durable.Storage;
using Usher.Storage.Tables;
using Usher.Tests.Support;

namespace Usher.Tests.LocalHost.Durable;

/// <summary>One life of the durable engine over a table that outlives it.</summary>
internal sealed class DurableHost : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public DurableHost(
        AzuriteFixture azurite, ScriptedHandler handler, DurableOptions options, TimeProvider? clock = null, HttpPipelineTransport? transport = null)
    {
        var clientOptions = new TableClientOptions();
        if (transport is not null)
        {
            clientOptions.Transport = transport;
        }

        Extension = new DurableExtension(
            handler.Functions, handler, new TableServiceClient(azurite.ConnectionString, clientOptions), options, clock ?? TimeProvider.System, NullLogger.Instance);
        Table = new TaskHubTable(new TableServiceClient(azurite.ConnectionString), options.TableName);
    }

    public DurableExtension Extension { get; }

    public TaskHubClient Client => Extension.Client;

    /// <summary>The hub's table, past the engine.</summary>
    public TaskHubTable Table { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static DurableOptions NewHub() => new() { HubName = $"t{Guid.CreateVersion7(TimeProvider.System.GetUtcNow()):N}" };

    public static async Task<DurableHost> StartAsync(
        AzuriteFixture azurite, ScriptedHandler handler, DurableOptions? options = null, TimeProvider? clock = null, HttpPipelineTransport? transport = null)
    {
        var host = new DurableHost(azurite, handler, options ?? NewHub(), clock, transport);
        await host.Extension.StartAsync(Cancellation);
        return host;
    }

    public ValueTask DisposeAsync() => Extension.DisposeAsync();

    public Task<StartResult> StartAsync(string name, string instanceId, string? input = null) =>
        Client.StartAsync(name, instanceId, version: null, input, Cancellation);

    public Task RaiseAsync(string instanceId, string name, string? input = null) => Client.RaiseEventAsync(instanceId, name, input, Cancellation);

    public async Task<InstanceStatus> StatusAsync(string instanceId, Predicate<InstanceStatus> condition)
    {
        InstanceStatus? last = null;
        await UntilAsync(async () => (last = await Table.GetStatusAsync(instanceId, Cancellation)) is not null && condition(last), () => $"{last}");
        return last!;
    }

    public Task<InstanceStatus> FinishedAsync(string instanceId) => StatusAsync(instanceId, status => status.IsFinished);

    /// <summary>The stored history in short form, once it is <paramref name="events"/> long.</summary>
    public async Task<string[]> HistoryAsync(string instanceId, int events)
    {
        string[] history = [];
        await UntilAsync(
            async () => (history = HistoryText.Of((await Table.ReadAsync(instanceId, Cancellation)).Snapshot.History)).Length == events,
            () => string.Join(", ", history));
        return history;
    }

    public static async Task UntilAsync(Func<Task<bool>> condition, Func<string> describe)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < Patience, describe());
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Cancellation);
        }
    }
}
