using Azure.Core;
using Azure.Core.Pipeline;

namespace Usher.Storage;

/// <summary>
/// Retries every request that is safe to repeat, with growing, jittered delays that respect Retry-After. If the service asks for more time
/// than a request has, there is no further attempt. Transactions are never retried here: a second attempt would get 409 because of the
/// first. They are sent once, and the caller checks the stream to see whether the transaction was applied.
/// </summary>
internal sealed class StorageRetryPolicy(RetryOptions options, TimeProvider clock)
    : RetryPolicy(options.MaxRetries, DelayStrategy.CreateExponentialDelayStrategy(options.Delay, options.MaxDelay))
{
    protected override bool ShouldRetry(HttpMessage message, Exception? exception) =>
        MayRepeat(message) && base.ShouldRetry(message, exception);

    protected override ValueTask<bool> ShouldRetryAsync(HttpMessage message, Exception? exception) =>
        MayRepeat(message) ? base.ShouldRetryAsync(message, exception) : new ValueTask<bool>(false);

    private bool MayRepeat(HttpMessage message) =>
        !message.Request.Uri.Path.EndsWith("/$batch", StringComparison.Ordinal)
        && !(message.HasResponse && RetryAfter.Of(message.Response, clock.GetUtcNow()) > RetryAfter.Longest);
}
