using System.Net;
using System.Net.Sockets;
using Diary.Cryptography;
using Diary.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Diary.Silo.Tests.Running;

/// <summary>Whoever reaches the port between silos may call any grain: it must be open nowhere but where the operator says.</summary>
public sealed class SiloPortTests(PostgresServer postgres)
{
    [Theory]
    [InlineData(null, "127.0.0.1", "127.0.0.2")]
    [InlineData("127.0.0.2", "127.0.0.2", "127.0.0.1")]
    public async Task The_port_between_silos_is_open_at_its_own_address_only(string? setting, string open, string closed)
    {
        using var key = SymmetricKey.Generate();
        (string, string)[] settings = setting is null ? [] : [("Diary:SiloAddress", setting)];
        await using var server = await DiaryServer.StartSilo(await postgres.CreateDatabase(), key.AsSpan().ToArray(), null, settings);
        var port = server.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress.Endpoint.Port;

        Assert.True(await Connects(open, port));
        Assert.False(await Connects(closed, port));
    }

    private static async Task<bool> Connects(string address, int port)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Parse(address), port, TestContext.Current.CancellationToken);
            return true;
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused)
        {
            return false;
        }
    }
}
