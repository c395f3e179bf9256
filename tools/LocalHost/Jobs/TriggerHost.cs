using Azure.Core;
using Azure.Storage.Blobs;
using Microsoft.Azure.WebJobs;
using Microsoft.Azure.WebJobs.Extensions.DurableTask;
using Microsoft.Azure.WebJobs.Extensions.Timers;
using Microsoft.Azure.WebJobs.Host;
using Microsoft.Azure.WebJobs.Host.Config;
using Microsoft.Azure.WebJobs.Host.Executors;
using Microsoft.Azure.WebJobs.Host.Queues;
using Microsoft.Azure.WebJobs.Host.Timers;
using Microsoft.Extensions.Azure;
using Usher.LocalHost.Http;

namespace Usher.LocalHost.Jobs;

/// <summary>
/// Queues, timers and Durable by the extensions that run in Azure: a host of the WebJobs SDK that has the worker run the functions. Locks
/// are this process's own, so that a killed host never keeps the next one waiting for a lease.
/// </summary>
internal sealed class TriggerHost : IAsyncDisposable
{
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(5);

    private readonly IHost host;
    private readonly TriggerHostOptions options;
    private readonly FailureHandler failures;
    private string? durableClientBinding;
    private Task stopped = Task.CompletedTask;

    private TriggerHost(TriggerHostOptions options)
    {
        this.options = options;
        failures = new FailureHandler(options);
        var invoker = new TriggerInvoker(options, () => DurableClientBinding);
        host = Build(
            options,
            failures,
            (function, trigger, binder, token) =>
                function == FunctionMethods.DurableClientProbe
                    ? Task.FromResult<object?>(durableClientBinding = (string?)trigger)
                    : invoker.InvokeAsync(function, trigger, binder, token)
        );
    }

    /// <summary>The JSON text that a <c>durableClient</c> input of an HTTP function gets.</summary>
    public string DurableClientBinding => durableClientBinding!;

    /// <summary>Completes with the exception on which the host has to end.</summary>
    public Task<Exception> Failed => failures.Failed;

    /// <summary>
    /// Starts to listen. A timer that was missed while no host ran fires now, and is waited for: the worker has to be ready before this is
    /// called.
    /// </summary>
    /// <exception cref="LocalHostException">A trigger, a value of host.json or a setting cannot be used.</exception>
    public static async Task<TriggerHost> StartAsync(TriggerHostOptions options, CancellationToken cancellationToken)
    {
        TriggerHost? triggers = null;
        try
        {
            triggers = new TriggerHost(options);
            var jobs = triggers.host.Services.GetRequiredService<IJobHost>();
            await jobs.CallAsync(FunctionMethods.DurableClientProbe, cancellationToken: cancellationToken);
            await triggers.host.StartAsync(cancellationToken);
            return triggers;
        }
        catch (Exception exception)
        {
            await (triggers?.StopAsync() ?? Task.CompletedTask);
            await (triggers?.DisposeAsync() ?? ValueTask.CompletedTask);
            if (exception is LocalHostException or OperationCanceledException)
            {
                throw;
            }

            // A setting or a line of host.json, most often: the extensions throw what they like then.
            string[] reasons = [exception.Message, exception.GetBaseException().Message];
            throw new LocalHostException($"The triggers do not start. {string.Join(": ", reasons.Distinct())}", exception);
        }
    }

    /// <summary>
    /// Listens no more, tells the functions that run that they are to end, and waits for them, for 5 seconds at most. Those that go on end
    /// with the worker, and their messages come again.
    /// </summary>
    public async Task StopAsync()
    {
        stopped = host.StopAsync();
        await WaitForStopAsync();
    }

    /// <summary>To be called when the worker has ended, and every function with it.</summary>
    public async ValueTask DisposeAsync()
    {
        await WaitForStopAsync();
        host.Dispose();
    }

    private async Task WaitForStopAsync() =>
        await stopped.WaitAsync(StopPatience, options.Clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private static IHost Build(TriggerHostOptions options, FailureHandler failures, FunctionHandler handler)
    {
        var configuration = options.HostJson.Configuration;
        var functionsClass = FunctionMethods.CreateClass(options.Functions);
        var id = HostId(configuration);
        return new HostBuilder()
            .ConfigureWebJobs(jobs => jobs.AddTimers().AddAzureStorageQueues().AddDurableTask())
            .ConfigureAppConfiguration(builder =>
            {
                builder.Sources.Clear(); // the SDK's: this process's environment, and appsettings.json where it runs
                builder.AddConfiguration(configuration);
            })
            .ConfigureLogging(logging =>
                logging
                    .ClearProviders()
                    .SetMinimumLevel(LogLevel.Warning)
                    .AddConfiguration(options.HostJson.Section.GetSection("logging"))
                    .AddFilter("Azure", LogLevel.None) // every 404 of a storage client; what matters arrives as an exception
                    .AddFilter("Function", LogLevel.None) // failures are told by TriggerInvoker
                    .AddFilter("Host.Results", LogLevel.None)
                    .AddProvider(new ReportLoggerProvider(options.Report))
            )
            .ConfigureServices(services =>
            {
                services.AddSingleton<IHostLifetime, NoLifetime>();
                services.AddSingleton(handler);
                services.AddSingleton<ITypeLocator>(new FunctionsClassLocator(functionsClass));
                services.AddSingleton<IHostIdProvider>(new FixedHostId(id));
                services.AddSingleton<IWebJobsExceptionHandler>(failures);
#pragma warning disable CS0618 // the only way to tell the Durable extension its address
                services.AddSingleton<IWebHookProvider>(new WebhookAddress(options.BaseUrl));
#pragma warning restore CS0618
                services.AddSingleton<ScheduleMonitor>(
                    new BlobScheduleMonitor(new BlobServiceClient(configuration["AzureWebJobsStorage"]), id, options.Report)
                );
                if (options.QueueLease is { } lease)
                {
                    services.AddSingleton<IQueueProcessorFactory>(new LeasedQueueProcessorFactory(lease, options.Clock));
                }

                services.AddAzureClients(clients => clients.ConfigureDefaults(client => Configure(client, options.QueueLease)));
                services.Configure<JobHostFunctionTimeoutOptions>(timeout => SetFunctionTimeout(timeout, options.HostJson.FunctionTimeout));
            })
            .Build();
    }

    private static void Configure(ClientOptions client, TimeSpan? queueLease)
    {
        // A queue that cannot be reached for half a minute ends its listener otherwise, and the platform starts the host again.
        (client.Retry.MaxRetries, client.Retry.MaxDelay) = (int.MaxValue, TimeSpan.FromSeconds(5));
        if (queueLease is { } lease)
        {
            client.AddPolicy(new LeasePolicy(lease), HttpPipelinePosition.PerCall);
        }
    }

    // Source: ScriptHostIdProvider of the Functions host.
    private static string HostId(IConfiguration configuration) => configuration["AzureFunctionsWebHost:hostid"] ?? "localhost";

    // Source: JobHostFunctionTimeoutOptionsSetup of the Functions host.
    private static void SetFunctionTimeout(JobHostFunctionTimeoutOptions options, TimeSpan? functionTimeout)
    {
        if (functionTimeout is { } timeout)
        {
            options.Timeout = timeout;
            options.ThrowOnTimeout = true;
            options.TimeoutWhileDebugging = true;
        }
    }
}
