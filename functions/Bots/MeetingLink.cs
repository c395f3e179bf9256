namespace Usher.Bots;

/// <summary>A link to a platform, and the text pasted with it.</summary>
internal sealed record MeetingLink(MeetingAddress Address, PastedText Pasted)
{
    public string Host => Address.Host;

    public string Tail => Address.Tail;

    /// <summary>Whether the authority ends in the plain host, without a port or a trailing dot.</summary>
    public bool HasPlainHost => Address.Url.AsSpan(Address.Start, Address.End - Address.Start).EndsWith(Host, StringComparison.Ordinal);
}
