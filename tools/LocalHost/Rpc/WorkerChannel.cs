using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Usher.LocalHost.Rpc;

/// <summary>The connection to one life of the worker. Source: GrpcWorkerChannel of the Functions host.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The source of a token that is only asked and called holds nothing.")]
internal sealed class WorkerChannel(string workerId, ILoggerFactory logs)
{
    /// <summary>Part of the names of all exceptions of cancelled tasks.</summary>
    private const string Cancellation = "CanceledException";

    private readonly Channel<StreamingMessage> outbound = Channel.CreateUnbounded<StreamingMessage>();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<StreamingMessage>> replies = new();
    private readonly TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentDictionary<string, bool> cancelled = new(); // ids of invocations that are told to end
    private readonly CancellationTokenSource lost = new();

    public string WorkerId => workerId;

    /// <summary>Completes when the worker has opened its stream.</summary>
    /// <exception cref="WorkerProcessExitException">The worker ended first.</exception>
    public Task Started => started.Task;

    /// <summary>Cancelled when the worker is gone, before any of its pending requests fail.</summary>
    public CancellationToken Lost => lost.Token;

    /// <summary>The address of the worker's own web server; null if it has none.</summary>
    public Uri? HttpUri { get; set; }

    /// <summary>Why the worker could not load a function, by function id.</summary>
    public Dictionary<string, RpcException> LoadErrors { get; } = [];

    /// <summary>Asks the worker to end; does nothing if it is gone.</summary>
    public void Terminate(TimeSpan gracePeriod)
    {
        var terminate = new WorkerTerminate { GracePeriod = Duration.FromTimeSpan(gracePeriod) };
        outbound.Writer.TryWrite(new StreamingMessage { WorkerTerminate = terminate });
    }

    /// <param name="id">The id of the request or invocation, which the reply repeats.</param>
    /// <param name="question">The message to send.</param>
    /// <exception cref="WorkerProcessExitException">The worker is gone, or ended before it answered.</exception>
    public Task<StreamingMessage> AskAsync(string id, StreamingMessage question)
    {
        var reply = new TaskCompletionSource<StreamingMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        question.RequestId = id;
        replies[id] = reply;
        if (!outbound.Writer.TryWrite(question) && replies.TryRemove(id, out _))
        {
            reply.SetException(new WorkerProcessExitException());
        }

        return reply.Task;
    }

    /// <summary>Runs a function. Cancellation is passed on to it, and it may or may not stop.</summary>
    /// <returns>Its response, or its failure.</returns>
    /// <exception cref="WorkerProcessExitException">The worker is gone, or ended before it answered.</exception>
    public async Task<InvocationResponse> InvokeAsync(InvocationRequest request, CancellationToken cancellationToken)
    {
        if (LoadErrors.TryGetValue(request.FunctionId, out var error))
        {
            return new InvocationResponse { Result = new StatusResult { Exception = error } };
        }

        var running = AskAsync(request.InvocationId, new StreamingMessage { InvocationRequest = request });
        var cancel = new StreamingMessage { InvocationCancel = new InvocationCancel { InvocationId = request.InvocationId } };
        await using var cancellation = cancellationToken.Register(() =>
        {
            cancelled[request.InvocationId] = true;
            outbound.Writer.TryWrite(cancel);
        });
        try
        {
            return (await running).InvocationResponse;
        }
        finally
        {
            cancelled.TryRemove(request.InvocationId, out _);
        }
    }

    /// <summary>Serves the worker's stream until one side ends it.</summary>
    public async Task ServeAsync(
        IAsyncStreamReader<StreamingMessage> inbound,
        IServerStreamWriter<StreamingMessage> stream,
        CancellationToken aborted
    )
    {
        started.TrySetResult();
        var sending = SendAsync(stream);
        try
        {
            await Task.WhenAny(ReceiveAsync(inbound, aborted), sending);
        }
        finally
        {
            Lose();
            await sending;
        }
    }

    /// <summary>The worker is gone: its pending requests fail.</summary>
    public void Lose()
    {
        lost.Cancel();
        outbound.Writer.TryComplete();
        started.TrySetException(new WorkerProcessExitException());
        _ = started.Task.Exception;
        foreach (var id in replies.Keys)
        {
            if (replies.TryRemove(id, out var reply))
            {
                reply.TrySetException(new WorkerProcessExitException());
            }
        }
    }

    private async Task SendAsync(IServerStreamWriter<StreamingMessage> stream)
    {
        try
        {
            await foreach (var message in outbound.Reader.ReadAllAsync())
            {
                await stream.WriteAsync(message);
            }
        }
        catch (Exception exception) when (IsEndOfStream(exception))
        {
            // The worker is gone.
        }
    }

    private async Task ReceiveAsync(IAsyncStreamReader<StreamingMessage> inbound, CancellationToken aborted)
    {
        try
        {
            while (await inbound.MoveNext(aborted))
            {
                Receive(inbound.Current);
            }
        }
        catch (Exception exception) when (IsEndOfStream(exception))
        {
            // The worker is gone.
        }
    }

    private void Receive(StreamingMessage message)
    {
        switch (message.ContentCase)
        {
            case StreamingMessage.ContentOneofCase.RpcLog:
                Log(message.RpcLog);
                break;
            case StreamingMessage.ContentOneofCase.InvocationResponse:
                Complete(message.InvocationResponse.InvocationId, message);
                break;
            default:
                Complete(message.RequestId, message);
                break;
        }
    }

    private void Complete(string id, StreamingMessage message)
    {
        if (replies.TryRemove(id, out var reply))
        {
            reply.TrySetResult(message);
        }
    }

    private void Log(RpcLog log)
    {
        if (log.LogCategory is RpcLog.Types.RpcLogCategory.CustomMetric)
        {
            return;
        }

        // An invocation that was told to end, and ended by its cancellation, has not failed.
        if (cancelled.ContainsKey(log.InvocationId) && log.Exception?.Message.Contains(Cancellation, StringComparison.Ordinal) is true)
        {
            return;
        }

        // The message of a worker's exception is its full text, including the stack.
        var text = log.Exception is { } exception ? $"{log.Message}{Environment.NewLine}{exception.Message}" : log.Message;
        logs.CreateLogger($"Worker.{log.Category}").Log((LogLevel)log.Level, default, text, exception: null, (line, _) => line);
    }

    private static bool IsEndOfStream(Exception exception) =>
        exception is IOException or OperationCanceledException or InvalidOperationException or Grpc.Core.RpcException;
}
