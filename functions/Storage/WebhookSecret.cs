namespace Usher.Storage;

/// <summary>A project's secret: the one in force, and those that it has replaced, the newest first.</summary>
internal sealed record WebhookSecret(byte[] Current, params IReadOnlyList<PreviousSecret> Previous)
{
    public const string Prefix = "whsec_";

    /// <summary>Those that sign now, the newest first.</summary>
    public IReadOnlyList<byte[]> At(DateTimeOffset now) =>
        [Current, .. Previous.Where(previous => now < previous.Until).Select(previous => previous.Secret)];
}
