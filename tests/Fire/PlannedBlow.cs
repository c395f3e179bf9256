namespace Usher.Tests.Fire;

/// <param name="After">The time since the end of the previous blow to the same target: the receiver or the app. A blow to the app ends when
/// everything answers again.</param>
/// <param name="Length">The length of a pause.</param>
internal sealed record PlannedBlow(TimeSpan After, Blow Blow, TimeSpan Length)
{
    public bool HitsReceiver => Blow is Blow.KillReceiver or Blow.PauseReceiver;
}
