namespace Usher.Tests.Fire;

internal enum Wish
{
    Patch,
    Reschedule,

    /// <summary>The same in the other dialect, with metadata.</summary>
    Move,
    Delete,
    Leave,
}
