using System.Threading.Channels;
using Grpc.Core;
using Usher.LocalHost.Rpc;
using Usher.LocalHost.Workers;

namespace Usher.Tests.LocalHost;

/// <summary>One life of a worker without functions, whose stream and process a test ends separately.</summary>
internal sealed class ScriptedWorker(WorkerArguments arguments)
    : IWorker,
        IAsyncStreamReader<StreamingMessage>,
        IServerStreamWriter<StreamingMessage>
{
    private readonly Channel<StreamingMessage> answers = Channel.CreateUnbounded<StreamingMessage>();
    private readonly TaskCompletionSource<int> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Id => arguments.WorkerId;

    public string Name => $"scripted {Id}";

    public Task<int> Ended => ended.Task;

    public StreamingMessage Current { get; private set; } = new();

    public WriteOptions? WriteOptions { get; set; }

    public Task ConnectAsync(WorkerChannel channel) => Task.Run(() => channel.ServeAsync(this, this, CancellationToken.None));

    public void EndStream() => answers.Writer.Complete();

    public void EndProcess() => ended.TrySetResult(137);

    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        if (!await answers.Reader.WaitToReadAsync(cancellationToken))
        {
            return false;
        }

        Current = await answers.Reader.ReadAsync(cancellationToken);
        return true;
    }

    public Task WriteAsync(StreamingMessage message)
    {
        var done = new StatusResult { Status = StatusResult.Types.Status.Success };
        var answer = new StreamingMessage { RequestId = message.RequestId };
        switch (message.ContentCase)
        {
            case StreamingMessage.ContentOneofCase.WorkerInitRequest:
                answer.WorkerInitResponse = new WorkerInitResponse { Result = done };
                break;
            case StreamingMessage.ContentOneofCase.FunctionsMetadataRequest:
                answer.FunctionMetadataResponse = new FunctionMetadataResponse { Result = done };
                break;
        }

        answers.Writer.TryWrite(answer);
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        EndProcess();
        return ValueTask.CompletedTask;
    }
}
