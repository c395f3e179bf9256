namespace Usher.LocalHost.Workers;

/// <summary>
/// What a worker has to know to be one of this host. Source: RpcWorkerProcess and DefaultWorkerProcessFactory of the Functions host.
/// </summary>
/// <param name="HostEndpoint">The gRPC endpoint of the host.</param>
/// <param name="WorkerId">Names this life of the worker; its <c>StartStream</c> repeats it.</param>
/// <param name="RequestId">Of the start.</param>
/// <param name="GrpcMaxMessageLength">In bytes.</param>
/// <param name="AppFolder">The built app: worker.config.json, host.json.</param>
/// <param name="Settings">The app settings: environment variables of a process. A null value stands for a variable that is not
/// there.</param>
/// <param name="Report">Takes a line for the person at the terminal.</param>
public sealed record WorkerArguments(
    Uri HostEndpoint,
    string WorkerId,
    string RequestId,
    int GrpcMaxMessageLength,
    string AppFolder,
    IReadOnlyDictionary<string, string?> Settings,
    Action<string> Report
);
