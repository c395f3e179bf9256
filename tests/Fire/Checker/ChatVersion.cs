namespace Usher.Tests.Fire.Checker;

/// <summary>A chat message as one batch reported it.</summary>
/// <param name="Place">The position in the batch.</param>
internal sealed record ChatVersion(string Source, string Text, string Batch, int Place, Sending Sending)
{
    public static IEnumerable<ChatVersion> Of(IEnumerable<RunnerAct> acts) =>
        acts.GroupBy(act => act.Id!)
            .SelectMany(attempts =>
            {
                var sending = Sending.Of([.. attempts]);
                return attempts
                    .First()
                    .Messages.Select((message, place) => new ChatVersion(message.Source, message.Text, attempts.Key, place, sending));
            });

    /// <summary>Whether one message certainly precedes another, judging by all versions of both.</summary>
    public static bool IsBefore(IReadOnlyList<ChatVersion> one, IReadOnlyList<ChatVersion> other) =>
        one.Min(version => version.Sending.TakenAt) <= other.Min(version => version.Sending.SentAt)
        || one.Any(version =>
            version.IsFirstOf(one)
            && other.Any(second => second.Batch == version.Batch && second.Place > version.Place && second.IsFirstOf(other))
        );

    private bool IsFirstOf(IEnumerable<ChatVersion> versions) =>
        versions.All(version => version == this || Sending.IsBefore(version.Sending));
}
