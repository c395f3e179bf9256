namespace Usher.Tests.Fire.Checker;

/// <summary>Something that the runner did.</summary>
/// <param name="Kind">receive, claim, report, heartbeat, say: what was heard, rubbish: a report that makes no sense, or abandon: from here
/// on it lets the bot down.</param>
/// <param name="Command">The command's id.</param>
/// <param name="Id">The same in every attempt of one claim, report or thing that was said, whose text it is.</param>
/// <param name="Status">Null: there was no answer, or none was asked for.</param>
internal sealed record RunnerAct(string Kind, string Bot, string? Command, string? Id, string? Type, DateTimeOffset At, int? Status);
