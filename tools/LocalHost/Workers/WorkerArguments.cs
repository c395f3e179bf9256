namespace Usher.LocalHost.Workers;

/// <summary>
/// What a worker needs to belong to this host. Source: RpcWorkerProcess and DefaultWorkerProcessFactory of the Functions host.
/// </summary>
/// <param name="HostEndpoint">The gRPC endpoint of the host.</param>
/// <param name="WorkerId">Identifies this life of the worker; its <c>StartStream</c> repeats it.</param>
/// <param name="RequestId">The id of the start request.</param>
/// <param name="GrpcMaxMessageLength">In bytes.</param>
/// <param name="AppFolder">The built app: worker.config.json, host.json.</param>
/// <param name="Settings">The app settings, as environment variables of a process. A null value stands for an unset variable.</param>
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
