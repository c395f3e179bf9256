using Azure.Core;
using Azure.Core.Pipeline;

namespace Usher.Storage;

/// <summary>
/// The pipeline's retries for everything that may be repeated blindly: with growing, jittered delays, none shorter than the service's
/// Retry-After. Where that is longer than a request has, there is no further try. A transaction is not repeated here: its own first try
/// would answer 409 to its second, so it goes out once and the caller asks the stream whether it was applied.
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
