using System.Net;
using Usher.Webhooks;

namespace Usher.Tests.Webhooks;

public sealed class AddressRangesTests
{
    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("10.1.2.3")]
    [InlineData("100.64.0.1")]
    [InlineData("100.127.255.255")]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.255.254")]
    [InlineData("168.63.129.16")]
    [InlineData("169.254.169.254")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.0.0.8")]
    [InlineData("192.0.2.1")]
    [InlineData("192.88.99.1")]
    [InlineData("192.168.0.1")]
    [InlineData("198.19.255.255")]
    [InlineData("198.51.100.7")]
    [InlineData("203.0.113.7")]
    [InlineData("224.0.0.1")]
    [InlineData("239.255.255.255")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::8.8.8.8")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("64:ff9b::808:808")]
    [InlineData("64:ff9b:1::1")]
    [InlineData("100::1")]
    [InlineData("fc00::1")]
    [InlineData("fd12:3456::1")]
    [InlineData("fe80::1")]
    [InlineData("fe80::1%1")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    [InlineData("2001::1")]
    [InlineData("2001:10::1")]
    [InlineData("2001:db8::1")]
    [InlineData("2002:a00:1::1")]
    [InlineData("3fff::1")]
    [InlineData("4000::1")]
    [InlineData("5f00::1")]
    public void Addresses_that_are_not_public_are_refused_by_name(string address) =>
        Assert.NotNull(AddressRanges.NameOf(IPAddress.Parse(address)));

    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("9.255.255.255")]
    [InlineData("11.0.0.0")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.0")]
    [InlineData("168.63.129.15")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.0")]
    [InlineData("192.167.255.255")]
    [InlineData("223.255.255.255")]
    [InlineData("2001:4860:4860::8888")]
    [InlineData("2606:4700::1111")]
    [InlineData("2a01:111::1")]
    public void Public_addresses_are_allowed(string address) => Assert.Null(AddressRanges.NameOf(IPAddress.Parse(address)));

    [Fact]
    public void If_loopback_is_allowed_nothing_else_is_allowed_without_TLS()
    {
        var (open, closed) = (new PublicConnection(allowLoopback: true), new PublicConnection(allowLoopback: false));
        var (loopback, elsewhere, inside) = (IPAddress.Parse("127.0.0.1"), IPAddress.Parse("1.1.1.1"), IPAddress.Parse("10.0.0.1"));

        Assert.Null(open.RefusalOf(loopback, withTls: false));
        Assert.NotNull(open.RefusalOf(elsewhere, withTls: false));
        Assert.NotNull(open.RefusalOf(inside, withTls: true));
        Assert.NotNull(closed.RefusalOf(loopback, withTls: true));
        Assert.Null(closed.RefusalOf(elsewhere, withTls: true));
    }
}
