namespace Usher.Tests.Fire.Checker;

/// <summary>Something that the runner did.</summary>
/// <param name="Kind">receive, claim, report, heartbeat, say: what was heard, write: a batch of the chat, address: where to upload to,
/// upload: a file, rubbish: a report that makes no sense, or abandon: from here on it lets the bot down.</param>
/// <param name="Command">The command's id.</param>
/// <param name="Id">The same in every attempt of one claim, report or batch; of something that was said, its text; of an upload, the hash
/// of the file.</param>
/// <param name="At">When it was answered, or given up.</param>
/// <param name="Status">Null: there was no answer, or none was asked for.</param>
internal sealed record RunnerAct(string Kind, string Bot, string? Command, string? Id, string? Type, DateTimeOffset At, int? Status)
{
    public DateTimeOffset SentAt { get; init; } = At;

    /// <summary>Of a batch of the chat.</summary>
    public IReadOnlyList<WrittenMessage> Messages { get; init; } = [];

    public bool IsDone => Status is >= 200 and < 300;
}
