using System.Buffers.Text;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Security.Cryptography;

namespace Diary.Silo.Postgres;

/// <summary>The files that the silo keeps about its own server, beside the folder that belongs to the server.</summary>
[SupportedOSPlatform("linux")]
internal sealed class DataRoot
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public DataRoot(string folder)
    {
        Folder = Path.GetFullPath(folder);
        if (Directory.Exists(Folder)) return;
        Directory.CreateDirectory(Folder);
        // Started as root, the server's account must be able to pass through; it can read nothing here but its own folder.
        File.SetUnixFileMode(Folder, OwnerOnly | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
    }

    public string Folder { get; }

    /// <summary>The folder that belongs to the server's account.</summary>
    public string ServerFolder => Path.Combine(Folder, "postgres");

    public string DataDirectory => Path.Combine(ServerFolder, "data");

    public string LogFile => Path.Combine(ServerFolder, "server.log");

    public string PasswordFile => Path.Combine(Folder, "postgres.password");

    /// <summary>Held by one process at a time, while it looks for, makes or starts the server.</summary>
    public string StartLock => Path.Combine(Folder, "start.lock");

    /// <summary>Shared by all processes that use the server, so that the last to leave can tell that it is the last.</summary>
    public string UsersLock => Path.Combine(Folder, "users.lock");

    private string PortFile => Path.Combine(Folder, "postgres.port");

    /// <summary>The major version that made the data; null where there is none yet.</summary>
    public int? Major =>
        File.Exists(Path.Combine(DataDirectory, "PG_VERSION"))
        && int.TryParse(File.ReadAllText(Path.Combine(DataDirectory, "PG_VERSION")), CultureInfo.InvariantCulture, out var major)
            ? major
            : null;

    /// <summary>The database password: 32 random bytes, made once, readable by the account of the silo only.</summary>
    public string Password()
    {
        if (!File.Exists(PasswordFile))
        {
            var unfinished = PasswordFile + ".new";
            File.Delete(unfinished);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly };
            using (var writer = new StreamWriter(unfinished, options))
            {
                writer.Write(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)));
                writer.Flush();
                ((FileStream)writer.BaseStream).Flush(flushToDisk: true);
            }

            File.Move(unfinished, PasswordFile);
        }

        return File.ReadAllText(PasswordFile).Trim();
    }

    /// <summary>The port of last time, so that tools find the server again; another where something else has taken it.</summary>
    public int FreePort()
    {
        if (File.Exists(PortFile)
            && int.TryParse(File.ReadAllText(PortFile), CultureInfo.InvariantCulture, out var last)
            && TryListen(last) is not null)
        {
            return last;
        }

        return TryListen(0) ?? throw new EmbeddedPostgresException("No TCP port is free on 127.0.0.1");
    }

    public void RememberPort(int port) => File.WriteAllText(PortFile, port.ToString(CultureInfo.InvariantCulture));

    private static int? TryListen(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }
        catch (SocketException)
        {
            return null;
        }
    }
}
