namespace Usher.Bots;

/// <summary>Who made an event happen: <c>key:{fingerprint}</c>, <c>runner</c>, <c>simulated</c> or <c>lifecycle</c>. Stored.</summary>
internal readonly record struct Actor(string Name)
{
    public static readonly Actor Lifecycle = new("lifecycle");
    public static readonly Actor Runner = new("runner");
    public static readonly Actor Simulated = new("simulated");

    /// <param name="fingerprint">The beginning of the key's hash: tells keys apart, opens nothing.</param>
    public static Actor ApiKey(string fingerprint) => new($"key:{fingerprint}");

    public bool IsRunner => this == Runner || this == Simulated;

    public override string ToString() => Name;
}
