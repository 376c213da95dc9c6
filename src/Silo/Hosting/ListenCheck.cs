using System.Net;
using System.Net.Sockets;

namespace Diary.Silo.Hosting;

/// <summary>
/// Finds out that a port is taken while it can still be said in one line: deep within the start it is a page of stack traces.
/// </summary>
internal static class ListenCheck
{
    /// <summary>Tries the addresses that the process is about to listen on.</summary>
    /// <exception cref="SettingException">One cannot be listened on.</exception>
    public static void Of(DiarySettings settings)
    {
        Try("Diary:Url", AddressOf(settings.Url), settings.Url.Port);
        var (address, port) = settings.ConnectionString is null
            ? (IPAddress.Loopback, settings.SiloPort ?? 0)
            : (settings.SiloAddress, settings.SiloPort ?? DiaryHost.DefaultSiloPort);
        Try("Diary:SiloPort", address, port);
    }

    /// <summary>The address of a checked URL.</summary>
    public static IPAddress AddressOf(Uri url) =>
        IPAddress.TryParse(url.Host.Trim('[', ']'), out var address) ? address : IPAddress.Loopback;

    private static void Try(string setting, IPAddress address, int port)
    {
        try
        {
            using var listener = new TcpListener(address, port);
            listener.Start();
        }
        catch (SocketException e)
        {
            throw new SettingException(setting, $"names port {port} at {address}, which cannot be listened on ({e.SocketErrorCode})");
        }
    }
}
