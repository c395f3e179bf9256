using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Usher.LocalHost.Handler;

namespace Usher.LocalHost.Functions;

/// <inheritdoc cref="IFunctionInvoker"/>
/// <param name="functionTimeout">Null: none. When a function takes longer, the whole handler is killed and started again.</param>
internal sealed class FunctionInvoker(HandlerSupervisor handler, TimeSpan? functionTimeout, Action<string> report, TimeProvider clock) : IFunctionInvoker, IDisposable
{
    private readonly HttpClient client = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public async Task<FunctionResult> InvokeAsync(
        FunctionDefinition function,
        IReadOnlyDictionary<string, object?> data,
        IReadOnlyDictionary<string, object?> metadata,
        CancellationToken cancellationToken)
    {
        var attemptMetadata = metadata;
        for (var retryCount = 0; ; retryCount++)
        {
            try
            {
                return await InvokeOnceAsync(function, data, attemptMetadata, cancellationToken);
            }
            catch (FunctionInvocationException exception)
                when (function.Retry is { } retry && (retry.MaxRetryCount < 0 || retryCount < retry.MaxRetryCount) && !handler.Stopping.IsCancellationRequested)
            {
                report($"{exception.Message} It is tried again in {retry.DelayInterval}.");
                attemptMetadata = new Dictionary<string, object?>(metadata)
                {
                    ["RetryContext"] = new JsonObject
                    {
                        ["RetryCount"] = retryCount + 1,
                        ["MaxRetryCount"] = retry.MaxRetryCount,
                        ["Exception"] = exception.Message,
                    },
                };
                await DelayAsync(retry.DelayInterval, cancellationToken);
            }
        }
    }

    public void Dispose() => client.Dispose();

    private async Task DelayAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, handler.Stopping);
        try
        {
            await Task.Delay(delay, clock, either.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new FunctionInvocationException("The host is stopping.", exception);
        }
    }

    private async Task<FunctionResult> InvokeOnceAsync(
        FunctionDefinition function,
        IReadOnlyDictionary<string, object?> data,
        IReadOnlyDictionary<string, object?> metadata,
        CancellationToken cancellationToken)
    {
        var process = await handler.WaitUntilReadyAsync(cancellationToken);
        using var timeout = new CancellationTokenSource(functionTimeout ?? Timeout.InfiniteTimeSpan, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            var (response, body) = await PostAsync(function, InvocationEnvelope.Write(function, data, metadata, clock.GetUtcNow(), NewId()), either.Token);
            switch (InvocationResponse.Read((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, body))
            {
                case InvocationResponse.Succeeded succeeded:
                    Report(function, succeeded);
                    return succeeded.Result;
                case InvocationResponse.Failed failed:
                    throw new FunctionInvocationException($"Function {function.Name} failed: {failed.Reason}.");
                default:
                    report($"Function {function.Name} was answered with an empty body, on which the Functions host waits until functionTimeout. "
                        + "Answer at least {}.");
                    await Task.Delay(Timeout.InfiniteTimeSpan, clock, either.Token);
                    throw new FunctionInvocationException($"Function {function.Name} was answered with an empty body.");
            }
        }
        catch (HttpRequestException exception)
        {
            throw new FunctionInvocationException($"Function {function.Name} failed: no answer from the handler ({exception.Message})", exception);
        }
        catch (OperationCanceledException exception) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            report($"Function {function.Name} took longer than {functionTimeout}: the handler is killed, and every invocation that it runs fails.");
            await handler.RestartAsync(process);
            throw new FunctionInvocationException($"Function {function.Name} took longer than {functionTimeout}.", exception);
        }
    }

    private async Task<(HttpResponseMessage Response, string Body)> PostAsync(FunctionDefinition function, string envelope, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(handler.Address, function.Name));
        request.Content = new StringContent(envelope, Encoding.UTF8, new MediaTypeHeaderValue("application/json", "utf-8"));
        request.Headers.Add(HostHeaders.InvocationId, NewId().ToString("D"));
        request.Headers.Add(HostHeaders.HostVersion, HostHeaders.Version);
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue(HostHeaders.Product, HostHeaders.Version));
        using var response = await client.SendAsync(request, cancellationToken);
        return (response, await response.Content.ReadAsStringAsync(cancellationToken));
    }

    private void Report(FunctionDefinition function, InvocationResponse.Succeeded succeeded)
    {
        foreach (var line in succeeded.Logs)
        {
            report(string.Create(CultureInfo.InvariantCulture, $"[{function.Name}] {line}"));
        }

        if (DateTrap.Find(succeeded.Result.ReturnValue) is { } date)
        {
            report($"The return value of function {function.Name} holds the date text '{date}', which the Functions host may rewrite. "
                + "Return JSON text inside one string instead.");
        }
    }

    private Guid NewId() => Guid.CreateVersion7(clock.GetUtcNow());
}
