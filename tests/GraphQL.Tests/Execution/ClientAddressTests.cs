using System.Net;
using Diary.GraphQL.Execution;
using Microsoft.AspNetCore.Http;

namespace Diary.GraphQL.Tests.Execution;

public sealed class ClientAddressTests
{
    [Theory]
    [InlineData("203.0.113.77", "203.0.113.0/24")]
    [InlineData("::ffff:203.0.113.77", "203.0.113.0/24")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1::/48")]
    public void The_owner_is_told_a_place_about_and_no_household(string address, string prefix) => Assert.Equal(prefix, Of(address).Prefix);

    [Theory]
    [InlineData("203.0.113.77", "203.0.113.78", false)]
    [InlineData("203.0.113.77", "::ffff:203.0.113.77", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::2", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("0.0.0.0", null, false)]
    public void One_client_is_one_address_or_what_one_client_has_of_ipv6(string one, string? other, bool isOne) =>
        Assert.Equal(isOne, Of(one).Party.AsSpan().SequenceEqual(Of(other).Party));

    [Fact]
    public void What_came_over_no_network_has_no_place()
    {
        Assert.Null(Of(null).Prefix);
        Assert.Null(new ClientAddress(new HttpContextAccessor()).Current);
    }

    private static ClientAddress Of(string? address) => new(new Fixed(address is null ? null : IPAddress.Parse(address)));

    private sealed class Fixed(IPAddress? address) : IHttpContextAccessor
    {
        public HttpContext? HttpContext { get; set; } = new DefaultHttpContext { Connection = { RemoteIpAddress = address } };
    }
}
