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
/// Runs queues, timers and Durable with the same extensions as in Azure: a WebJobs SDK host that has the worker run the functions. Locks
/// belong to this process, so that a killed host never makes the next one wait for a lease.
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

    /// <summary>The JSON text for a <c>durableClient</c> input of an HTTP function.</summary>
    public string DurableClientBinding => durableClientBinding!;

    /// <summary>Completes with the exception that forces the host to end.</summary>
    public Task<Exception> Failed => failures.Failed;

    /// <summary>
    /// Starts listening. A timer missed while no host ran fires now and is waited for: the worker must be ready before this call.
    /// </summary>
    /// <exception cref="LocalHostException">A trigger, a value in host.json or a setting cannot be used.</exception>
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

            // Usually a setting or a line of host.json: the extensions then throw all kinds of exceptions.
            string[] reasons = [exception.Message, exception.GetBaseException().Message];
            throw new LocalHostException($"The triggers did not start. {string.Join(": ", reasons.Distinct())}", exception);
        }
    }

    /// <summary>
    /// Stops listening, asks running functions to end, and waits for them for at most 5 seconds. Those that continue end with the worker,
    /// and their messages are redelivered.
    /// </summary>
    public async Task StopAsync()
    {
        stopped = host.StopAsync();
        await WaitForStopAsync();
    }

    /// <summary>Call it when the worker has ended, and every function with it.</summary>
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
                builder.Sources.Clear(); // the SDK's defaults: this process's environment, and appsettings.json in the working directory
                builder.AddConfiguration(configuration);
            })
            .ConfigureLogging(logging =>
                logging
                    .ClearProviders()
                    .SetMinimumLevel(LogLevel.Warning)
                    .AddConfiguration(options.HostJson.Section.GetSection("logging"))
                    .AddFilter("Azure", LogLevel.None) // every 404 of a storage client; anything important arrives as an exception
                    .AddFilter("Function", LogLevel.None) // TriggerInvoker reports failures
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
#pragma warning disable CS0618 // the only way to give the Durable extension its address
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
        // Otherwise a queue that is unreachable for half a minute ends its listener, and the platform restarts the host.
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
