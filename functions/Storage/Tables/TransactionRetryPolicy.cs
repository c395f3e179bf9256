using Azure.Core;
using Azure.Core.Pipeline;

namespace Usher.Storage.Tables;

/// <summary>
/// The pipeline's retries for everything that may be repeated blindly. A transaction is not: its own first try would answer 409 to its second,
/// so it goes out once and the caller asks the stream whether it was applied.
/// </summary>
internal sealed class TransactionRetryPolicy(RetryOptions options) : RetryPolicy(options.MaxRetries, DelayStrategy.CreateExponentialDelayStrategy(options.Delay, options.MaxDelay))
{
    public const string SendOnce = "Usher.SendOnce";

    protected override bool ShouldRetry(HttpMessage message, Exception? exception) => !IsOnce(message) && base.ShouldRetry(message, exception);

    protected override ValueTask<bool> ShouldRetryAsync(HttpMessage message, Exception? exception) =>
        IsOnce(message) ? new ValueTask<bool>(false) : base.ShouldRetryAsync(message, exception);

    private static bool IsOnce(HttpMessage message) => message.TryGetProperty(SendOnce, out var once) && once is true;
}
