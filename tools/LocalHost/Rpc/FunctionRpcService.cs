using Grpc.Core;
using Usher.LocalHost.Workers;

namespace Usher.LocalHost.Rpc;

/// <summary>
/// The service that the worker connects to. Its first message identifies the life of the worker. Source: FunctionRpcService of the
/// Functions host.
/// </summary>
internal sealed class FunctionRpcService(WorkerSupervisor workers) : FunctionRpc.FunctionRpcBase
{
    public override async Task EventStream(
        IAsyncStreamReader<StreamingMessage> requestStream,
        IServerStreamWriter<StreamingMessage> responseStream,
        ServerCallContext context
    )
    {
        if (
            await requestStream.MoveNext(context.CancellationToken)
            && requestStream.Current.ContentCase is StreamingMessage.ContentOneofCase.StartStream
            && workers.Find(requestStream.Current.StartStream.WorkerId) is { } channel
        )
        {
            await channel.ServeAsync(requestStream, responseStream, context.CancellationToken);
        }
    }
}
