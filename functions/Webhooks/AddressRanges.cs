using System.Net;

namespace Usher.Webhooks;

/// <summary>
/// Addresses that webhooks must not reach. Sources: the IANA special-purpose address registries for IPv4 and IPv6; in IPv6 only 2000::/3 is
/// allocated at all. Ranges that embed an IPv4 address (mapped, 6to4, NAT64, Teredo) are refused entirely: no receiver needs them.
/// </summary>
internal static class AddressRanges
{
    private const string Loopback = "loopback";

    public static readonly IReadOnlyList<(IPNetwork Range, string Name)> Refused =
    [
        (IPNetwork.Parse("0.0.0.0/8"), "this network"),
        (IPNetwork.Parse("10.0.0.0/8"), "private"),
        (IPNetwork.Parse("100.64.0.0/10"), "carrier-grade NAT"),
        (IPNetwork.Parse("127.0.0.0/8"), Loopback),
        (IPNetwork.Parse("168.63.129.16/32"), "cloud platform"),
        (IPNetwork.Parse("169.254.0.0/16"), "link-local"),
        (IPNetwork.Parse("172.16.0.0/12"), "private"),
        (IPNetwork.Parse("192.0.0.0/24"), "protocol assignments"),
        (IPNetwork.Parse("192.0.2.0/24"), "documentation"),
        (IPNetwork.Parse("192.88.99.0/24"), "6to4 relay"),
        (IPNetwork.Parse("192.168.0.0/16"), "private"),
        (IPNetwork.Parse("198.18.0.0/15"), "benchmarking"),
        (IPNetwork.Parse("198.51.100.0/24"), "documentation"),
        (IPNetwork.Parse("203.0.113.0/24"), "documentation"),
        (IPNetwork.Parse("224.0.0.0/4"), "multicast"),
        (IPNetwork.Parse("240.0.0.0/4"), "reserved"),
        (IPNetwork.Parse("::1/128"), Loopback),
        (IPNetwork.Parse("::ffff:0:0/96"), "IPv4-mapped"),
        (IPNetwork.Parse("64:ff9b::/96"), "NAT64"),
        (IPNetwork.Parse("64:ff9b:1::/48"), "NAT64"),
        (IPNetwork.Parse("fc00::/7"), "unique local"),
        (IPNetwork.Parse("fe80::/10"), "link-local"),
        (IPNetwork.Parse("ff00::/8"), "multicast"),
        (IPNetwork.Parse("2001::/32"), "Teredo"),
        (IPNetwork.Parse("2001::/23"), "protocol assignments"),
        (IPNetwork.Parse("2001:db8::/32"), "documentation"),
        (IPNetwork.Parse("2002::/16"), "6to4"),
        (IPNetwork.Parse("3fff::/20"), "documentation"),
        (IPNetwork.Parse("::/3"), "not public"),
        (IPNetwork.Parse("4000::/2"), "not public"),
        (IPNetwork.Parse("8000::/1"), "not public"),
    ];

    /// <returns>The name of the range that refuses the address; null if the address is public.</returns>
    public static string? NameOf(IPAddress address)
    {
        foreach (var (range, name) in Refused)
        {
            if (range.BaseAddress.AddressFamily == address.AddressFamily && range.Contains(address))
            {
                return name;
            }
        }

        return null;
    }

    public static bool IsLoopback(IPAddress address) => NameOf(address) == Loopback;
}
