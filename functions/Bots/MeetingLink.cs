namespace Usher.Bots;

/// <summary>An address at a platform, and all that was pasted with it.</summary>
internal sealed record MeetingLink(MeetingAddress Address, PastedText Pasted)
{
    public string Host => Address.Host;

    public string Tail => Address.Tail;

    /// <summary>The host stands there as it is: without another port, and without the dot of the root.</summary>
    public bool HasPlainHost => Address.Url.AsSpan(Address.Start, Address.End - Address.Start).EndsWith(Host, StringComparison.Ordinal);
}
