namespace Usher.Bots;

internal enum TranscriptionState
{
    NotStarted,
    InProgress,
    Complete,
    Failed,
}
