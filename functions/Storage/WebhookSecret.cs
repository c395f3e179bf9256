namespace Usher.Storage;

/// <summary>A project's secrets: the current one and those it has replaced, newest first.</summary>
internal sealed record WebhookSecret(byte[] Current, params IReadOnlyList<PreviousSecret> Previous)
{
    public const string Prefix = "whsec_";

    /// <summary>The secrets that sign at this time, newest first.</summary>
    public IReadOnlyList<byte[]> At(DateTimeOffset now) =>
        [Current, .. Previous.Where(previous => now < previous.Until).Select(previous => previous.Secret)];
}
