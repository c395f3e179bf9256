using Usher.LocalHost.Functions;
using Usher.LocalHost.Rpc;

namespace Usher.LocalHost.Workers;

/// <summary>
/// The exchange between host and worker before the first invocation: StartStream, WorkerInitRequest, FunctionsMetadataRequest and a
/// FunctionLoadRequest for each function. Source: GrpcWorkerChannel and WorkerProcessCountOptions of the Functions host.
/// </summary>
internal sealed class WorkerHandshake(WorkerChannel worker, FunctionsHostOptions options, CancellationToken cancellationToken)
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan InitializationTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FunctionLoadTimeout = TimeSpan.FromSeconds(60);

    /// <param name="known">The functions that an earlier life of the worker announced; null to ask the worker.</param>
    /// <returns>The functions, ordered by name.</returns>
    /// <exception cref="LocalHostException">The worker refused, or did not answer in time.</exception>
    /// <exception cref="WorkerProcessExitException">The worker ended during the handshake.</exception>
    public async Task<IReadOnlyList<HostedFunction>> RunAsync(IReadOnlyList<HostedFunction>? known)
    {
        await InTimeAsync(worker.Started, StartTimeout, "It did not connect");
        await InitializeAsync();
        var functions = known ?? await AskForFunctionsAsync();
        await Task.WhenAll(functions.OrderBy(function => function.Disabled).Select(LoadAsync));
        return functions;
    }

    private async Task InitializeAsync()
    {
        var request = new WorkerInitRequest
        {
            HostVersion = "4.1037.0",
            WorkerDirectory = options.AppFolder,
            FunctionAppDirectory = options.AppFolder,
            Capabilities = { ["V2Compatable"] = bool.TrueString },
        };
        var reply = await AskAsync(new StreamingMessage { WorkerInitRequest = request }, InitializationTimeout, "It did not initialize");
        var response = reply.WorkerInitResponse;
        Check(response.Result, "It did not initialize");
        worker.HttpUri = response.Capabilities.TryGetValue("HttpUri", out var uri) ? new Uri(uri) : null;
    }

    private async Task<IReadOnlyList<HostedFunction>> AskForFunctionsAsync()
    {
        var request = new FunctionsMetadataRequest { FunctionAppDirectory = options.AppFolder };
        var message = new StreamingMessage { FunctionsMetadataRequest = request };
        var response = (await AskAsync(message, FunctionLoadTimeout, "It did not list its functions")).FunctionMetadataResponse;
        Check(response.Result, "It did not list its functions");
        return
        [
            .. response
                .FunctionMetadataResults.Select(metadata => HostedFunction.From(metadata, options.Settings))
                .OrderBy(function => function.Name, StringComparer.OrdinalIgnoreCase),
        ];
    }

    private async Task LoadAsync(HostedFunction function)
    {
        var request = new FunctionLoadRequest { FunctionId = function.Id, Metadata = function.Metadata };
        var message = new StreamingMessage { FunctionLoadRequest = request };
        var response = (await AskAsync(message, FunctionLoadTimeout, $"It did not load {function.Name}")).FunctionLoadResponse;
        if (response.Result.Status is not StatusResult.Types.Status.Success)
        {
            options.Report(
                $"Function {function.Name} cannot be loaded, so every invocation of it fails: {response.Result.Exception?.Message}"
            );
            worker.LoadErrors[function.Id] = response.Result.Exception ?? new RpcException();
        }
    }

    private async Task<StreamingMessage> AskAsync(StreamingMessage question, TimeSpan timeout, string failure)
    {
        var reply = worker.AskAsync(Guid.CreateVersion7(options.Clock.GetUtcNow()).ToString(), question);
        await InTimeAsync(reply, timeout, failure);
        return await reply;
    }

    private async Task InTimeAsync(Task reply, TimeSpan timeout, string failure)
    {
        try
        {
            await reply.WaitAsync(timeout, options.Clock, cancellationToken);
        }
        catch (TimeoutException exception)
        {
            throw new LocalHostException($"{failure} within {timeout.TotalSeconds} s.", exception);
        }
    }

    private static void Check(StatusResult result, string failure)
    {
        if (result.Status is not StatusResult.Types.Status.Success)
        {
            throw new LocalHostException($"{failure}: {result.Exception?.Message}");
        }
    }
}
