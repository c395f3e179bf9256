namespace Usher.Bots;

/// <summary>Who caused an event: <c>key:{fingerprint}</c>, <c>runner</c>, <c>simulated</c> or <c>lifecycle</c>. Stored with it.</summary>
internal readonly record struct Actor(string Name)
{
    public static readonly Actor Lifecycle = new("lifecycle");
    public static readonly Actor Runner = new("runner");
    public static readonly Actor Simulated = new("simulated");

    /// <param name="fingerprint">The start of the key's hash, which identifies the key without granting access.</param>
    public static Actor ApiKey(string fingerprint) => new($"key:{fingerprint}");

    public bool IsRunner => this == Runner || this == Simulated;

    public override string ToString() => Name;
}
