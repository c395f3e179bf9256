using System.Globalization;
using System.Text.Json.Nodes;
using Usher.LocalHost.Processes;

namespace Usher.LocalHost.Workers;

/// <summary>A worker in a separate process. Source: RpcWorkerProcess and RpcWorkerContext of the Functions host.</summary>
internal sealed class WorkerProcess : IWorker
{
    private readonly ChildProcess process;

    private WorkerProcess(ChildProcess process) => (this.process, Ended) = (process, EndAsync(process));

    public string Name => $"pid {process.Id}";

    public Task<int> Ended { get; }

    /// <summary>Starts the worker described by worker.config.json in <paramref name="appFolder"/>.</summary>
    /// <exception cref="LocalHostException">The file or the program does not exist.</exception>
    public static Func<WorkerArguments, IWorker> Starter(string appFolder)
    {
        var file = Path.Combine(appFolder, "worker.config.json");
        if (!File.Exists(file))
        {
            throw new LocalHostException(
                $"{appFolder} is not the output of an isolated worker's build: it contains no worker.config.json."
            );
        }

        var description = JsonNode.Parse(File.ReadAllText(file))!["description"]!;
        var program = (string)description["defaultExecutablePath"]!;
        program = program == "dotnet" ? Executable.Dotnet() : program.Replace("{WorkerRoot}", appFolder, StringComparison.Ordinal);
        string[] assembly = (string?)description["defaultWorkerPath"] is { Length: > 0 } path ? [Path.Combine(appFolder, path)] : [];
        return worker => new WorkerProcess(
            ChildProcess.Start(
                new ChildCommand(program, [.. assembly, .. CommandLine(worker)], appFolder, EnvironmentOf(worker)),
                line => worker.Report($"  worker | {line}")
            )
        );
    }

    public ValueTask DisposeAsync() => process.DisposeAsync();

    // A worker has no children that would hold its output open, and its last line may say why it ended.
    private static async Task<int> EndAsync(ChildProcess process)
    {
        await process.OutputEnded;
        return await process.Exited;
    }

    private static string[] CommandLine(WorkerArguments worker)
    {
        var length = worker.GrpcMaxMessageLength.ToString(CultureInfo.InvariantCulture);
        return
        [
            "--host",
            worker.HostEndpoint.Host,
            "--port",
            worker.HostEndpoint.Port.ToString(CultureInfo.InvariantCulture),
            "--workerId",
            worker.WorkerId,
            "--requestId",
            worker.RequestId,
            "--grpcMaxMessageLength",
            length,
            "--functions-uri",
            worker.HostEndpoint.AbsoluteUri,
            "--functions-worker-id",
            worker.WorkerId,
            "--functions-request-id",
            worker.RequestId,
            "--functions-grpc-max-message-length",
            length,
        ];
    }

    private static Dictionary<string, string?> EnvironmentOf(WorkerArguments worker) =>
        new(worker.Settings) { ["FUNCTIONS_APPLICATION_DIRECTORY"] = worker.AppFolder, ["FUNCTIONS_WORKER_DIRECTORY"] = worker.AppFolder };
}
