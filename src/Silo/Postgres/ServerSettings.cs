using System.Globalization;

namespace Diary.Silo.Postgres;

/// <summary>The settings of the silo's own server, given on its command line so that no file can weaken them.</summary>
internal static class ServerSettings
{
    private static readonly string[] Fixed =
    [
        // Reached by this machine only, over TCP only.
        "listen_addresses=127.0.0.1",
        "unix_socket_directories=''",
        "password_encryption=scram-sha-256",

        // An acknowledged commit is on disk.
        "fsync=on",
        "synchronous_commit=on",
        "full_page_writes=on",

        // Its log never holds a statement, a parameter or a value: no statements, no messages of failed statements
        // (they quote input), and no details (they quote keys, and the statement of a crashed session).
        "log_statement=none",
        "log_min_messages=log",
        "log_error_verbosity=terse",
        "log_min_error_statement=panic",
        "log_min_duration_statement=-1",
        "log_parameter_max_length=0",
        "log_parameter_max_length_on_error=0",
        "log_checkpoints=off",

        // A guest on the machine that it shares with the silo.
        "shared_buffers=192MB",
        "max_connections=200",
        "max_wal_size=1GB",

        // Relocated binaries come without the compiler, and no query here runs long enough to gain by one.
        "jit=off",

        // Not UTC: that name needs the time zone files, which a bare machine lacks.
        "timezone=GMT",
        "log_timezone=GMT",
    ];

    /// <summary>The value of <c>pg_ctl -o</c>, which a shell reads.</summary>
    public static string For(int port) =>
        string.Create(CultureInfo.InvariantCulture, $"-p {port} ") + string.Join(' ', Fixed.Select(setting => "-c " + setting));
}
