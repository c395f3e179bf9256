using System.Collections.Concurrent;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Usher.Lifecycle;
using Usher.LocalHost.Processes;

namespace Usher.Tests.Lifecycle;

/// <summary>The Durable engine in this process, with the app's orchestration; each test scripts the activity for its own bot.</summary>
public sealed class DurableEngine : IAsyncLifetime
{
    private readonly ConcurrentDictionary<string, ScriptedActivity> activities = new();
    private readonly IHost host;

    public DurableEngine()
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Services.AddInMemoryDurableTask(
            tasks =>
                tasks
                    .AddOrchestratorFunc<BotReference>(nameof(BotLifecycle), (context, _) => BotLifecycle.RunAsync(context))
                    .AddActivityFunc<BotReference, DateTimeOffset?>(nameof(AdvanceBot), (_, bot) => activities[bot.Bot].RunAsync(bot)),
            new InMemoryDurableTaskOptions { Port = LoopbackPort.Free() }
        );
        host = builder.Build();
    }

    internal DurableTaskClient Client => host.Services.GetRequiredService<DurableTaskClient>();

    public async ValueTask InitializeAsync() => await host.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
    }

    /// <summary>Starts the orchestration of a bot.</summary>
    /// <param name="bot">The bot whose activity is scripted here, call by call.</param>
    /// <param name="calls">Each returns what the activity returns.</param>
    internal async Task<ScriptedActivity> StartAsync(BotReference bot, params Func<Task<DateTimeOffset?>>[] calls)
    {
        var activity = activities[bot.Bot] = new ScriptedActivity(calls);
        await Client.ScheduleNewOrchestrationInstanceAsync(nameof(BotLifecycle), bot, new StartOrchestrationOptions(bot.Bot));
        return activity;
    }
}
