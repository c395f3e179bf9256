namespace Usher.Tests.Fire;

/// <param name="After">From the end of the blow before it, to the receiver or to the app; that to the app ends when everything answers
/// again.</param>
/// <param name="Length">Of a pause.</param>
internal sealed record PlannedBlow(TimeSpan After, Blow Blow, TimeSpan Length)
{
    public bool HitsReceiver => Blow is Blow.KillReceiver or Blow.PauseReceiver;
}
