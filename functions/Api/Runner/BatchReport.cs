using System.Text.Json;
using Usher.Commanding;
using Usher.Meetings;
using Usher.Storage;
using Usher.Wire;

namespace Usher.Api.Runner;

/// <summary>
/// What all batches of meeting events share: rate limiting, and reading, validating and appending the body. Other requests of a runner are
/// not limited, so that a runner that floods its meeting can still report that it is alive or has left.
/// </summary>
internal sealed class BatchReport(MeetingStreams meetings, LimitOptions limits, TimeProvider clock)
{
    private readonly RequestBuckets bots = new(limits.BatchesPerMinute, clock);

    /// <param name="request">The request with the batch.</param>
    /// <param name="bot">The bot of the meeting.</param>
    /// <param name="read">Converts the body to a batch, or returns the error.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async Task<HttpResult> RunAsync(
        HttpRequest request,
        ReportedBot bot,
        Func<JsonElement, (MeetingBatch? Batch, HttpResult? Refusal)> read,
        CancellationToken cancellationToken
    )
    {
        if (bots.Take(bot.Id.ToString()) is { SecondsToWait: > 0 and var seconds })
        {
            return RunnerAnswer.TooManyBatches(seconds);
        }

        var (body, refusal) = await RunnerBody.ReadAsync(request, cancellationToken);
        if (refusal is not null)
        {
            return refusal;
        }

        var (batch, wrong) = read(body);
        return wrong ?? RunnerAnswer.From(await meetings.AppendAsync(bot.Project, bot.Id, batch!, cancellationToken));
    }
}
