using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace Diary.GraphQL.Execution;

/// <summary>
/// Whose address the request that runs came from: the connection's, or what a trusted proxy says it was. Kept nowhere but truncated.
/// </summary>
public sealed class ClientAddress(IHttpContextAccessor http)
{
    /// <summary>The address, IPv4 where it is one in the form of IPv6; null where nothing came over a network.</summary>
    public IPAddress? Current => http.HttpContext?.Connection.RemoteIpAddress is not { } address ? null
        : address.IsIPv4MappedToIPv6 ? address.MapToIPv4()
        : address;

    /// <summary>What is told to an account's owner, as CIDR: 24 bits of IPv4, 48 of IPv6. A place about, and no household.</summary>
    public string? Prefix => Current is not { } address ? null
        : address.AddressFamily == AddressFamily.InterNetwork ? Cut(address, 24).ToString()
        : Cut(address, 48).ToString();

    /// <summary>What counts as one client: an address of IPv4; of IPv6 its first 64 bits, of which one client has all. 17 bytes.</summary>
    public byte[] Party
    {
        get
        {
            var party = new byte[17];
            if (Current is { } address)
            {
                var bytes = address.GetAddressBytes();
                party[0] = (byte)bytes.Length;
                bytes.AsSpan(0, bytes.Length == 4 ? 4 : 8).CopyTo(party.AsSpan(1));
            }

            return party;
        }
    }

    private static IPNetwork Cut(IPAddress address, int bits)
    {
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(bits / 8).Clear();
        return new IPNetwork(new IPAddress(bytes), bits);
    }
}
