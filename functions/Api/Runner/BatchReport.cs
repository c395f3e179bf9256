using System.Text.Json;
using Usher.Commanding;
using Usher.Meetings;
using Usher.Wire;

namespace Usher.Api.Runner;

/// <summary>What all batches of a meeting's events have in common: the body is read, checked and appended.</summary>
internal static class BatchReport
{
    /// <param name="meetings">Where the batch goes.</param>
    /// <param name="request">With the batch.</param>
    /// <param name="bot">Whose meeting it is.</param>
    /// <param name="read">Makes a batch of the body, or says what is wrong with it.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public static async Task<HttpResult> RunAsync(
        MeetingStreams meetings,
        HttpRequest request,
        ReportedBot bot,
        Func<JsonElement, (MeetingBatch? Batch, HttpResult? Refusal)> read,
        CancellationToken cancellationToken
    )
    {
        var (body, refusal) = await RunnerBody.ReadAsync(request, cancellationToken);
        if (refusal is not null)
        {
            return refusal;
        }

        var (batch, wrong) = read(body);
        return wrong ?? RunnerAnswer.From(await meetings.AppendAsync(bot.Project, bot.Id, batch!, cancellationToken));
    }
}
