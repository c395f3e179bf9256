using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace Usher.Storage;

/// <summary>Transactions that apply exactly once, even if their responses are lost.</summary>
internal static class TableCommit
{
    private const int MaxTries = 3;
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// Commits all or nothing. If the service gives no response, <paramref name="isApplied"/> tells whether the transaction was applied; if
    /// not, it is sent again. It must contain an operation that admits only one of its attempts, however late they arrive.
    /// </summary>
    /// <returns>Null if the transaction is applied; otherwise why it is not and never will be.</returns>
    public static async Task<TableTransactionFailedException?> CommitAsync(
        this TableClient table,
        IReadOnlyList<TableTransactionAction> actions,
        Func<Task<bool>> isApplied,
        TimeProvider clock,
        CancellationToken cancellationToken
    )
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await table.SubmitTransactionAsync(actions, cancellationToken);
                return null;
            }
            catch (TableTransactionFailedException conflict)
                when (conflict.Status is 404 or 409 or 412 && conflict.ErrorCode != TableErrorCode.TableNotFound)
            {
                return attempt > 1 && await isApplied() ? null : conflict;
            }
            catch (Exception exception) when (StorageFailure.IsTransient(exception) && !cancellationToken.IsCancellationRequested)
            {
                if (!await WaitAsync(attempt, exception, clock, cancellationToken))
                {
                    throw;
                }

                if (await isApplied())
                {
                    return null;
                }

                if (attempt == MaxTries)
                {
                    throw;
                }
            }
        }
    }

    /// <returns>False if the service asks for a longer wait than a request has.</returns>
    private static async Task<bool> WaitAsync(int attempt, Exception failure, TimeProvider clock, CancellationToken cancellationToken)
    {
        var retryAfter = (failure as RequestFailedException)?.GetRawResponse() is { } answer
            ? RetryAfter.Of(answer, clock.GetUtcNow()) ?? TimeSpan.Zero
            : TimeSpan.Zero;
        if (retryAfter > RetryAfter.Longest)
        {
            return false;
        }

        await Task.Delay(retryAfter + (RetryDelay * attempt * (0.5 + Random.Shared.NextDouble())), clock, cancellationToken);
        return true;
    }
}
