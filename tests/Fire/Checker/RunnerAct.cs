namespace Usher.Tests.Fire.Checker;

/// <summary>Something the runner did.</summary>
/// <param name="Kind">receive, claim, report, heartbeat, say (an utterance), write (a chat batch), address (asking where to upload), upload
/// (a file), rubbish (an invalid report), or abandon (from here on, the runner abandons the bot).</param>
/// <param name="Command">The command's id.</param>
/// <param name="Id">The same in every attempt of one claim, report or batch; for an utterance, its text; for an upload, the hash of the
/// file.</param>
/// <param name="At">When it was answered or given up.</param>
/// <param name="Status">Null if there was no answer, or none was expected.</param>
internal sealed record RunnerAct(string Kind, string Bot, string? Command, string? Id, string? Type, DateTimeOffset At, int? Status)
{
    public DateTimeOffset SentAt { get; init; } = At;

    /// <summary>The messages of a chat batch.</summary>
    public IReadOnlyList<WrittenMessage> Messages { get; init; } = [];

    public bool IsDone => Status is >= 200 and < 300;
}
