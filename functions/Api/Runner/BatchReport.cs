using System.Text.Json;
using Usher.Commanding;
using Usher.Meetings;
using Usher.Storage;
using Usher.Wire;

namespace Usher.Api.Runner;

/// <summary>
/// What all batches of a meeting's events have in common: they are counted, and the body is read, checked and appended. Nothing else that
/// a runner says is counted, so that one that floods its meeting still says that it lives and that it has left.
/// </summary>
internal sealed class BatchReport(MeetingStreams meetings, LimitOptions limits, TimeProvider clock)
{
    private readonly RequestBuckets bots = new(limits.BatchesPerMinute, clock);

    /// <param name="request">With the batch.</param>
    /// <param name="bot">Whose meeting it is.</param>
    /// <param name="read">Makes a batch of the body, or says what is wrong with it.</param>
    /// <param name="cancellationToken">Ends the request.</param>
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
