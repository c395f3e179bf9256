namespace Usher.Bots;

internal enum RecordingState
{
    NotStarted,
    InProgress,
    Paused,
    Complete,
    Failed,
}
