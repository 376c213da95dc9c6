namespace Diary.Silo.Postgres;

internal static partial class EmbeddedPostgresLog
{
    [LoggerMessage(3001, LogLevel.Information, "PostgreSQL {Major} is ready on port {Port} after {Milliseconds} ms, data in {Folder}")]
    public static partial void Started(this ILogger logger, int major, int port, long milliseconds, string folder);

    [LoggerMessage(3002, LogLevel.Information, "Adopted the PostgreSQL that already runs on port {Port}, data in {Folder}")]
    public static partial void AdoptedRunning(this ILogger logger, int port, string folder);

    [LoggerMessage(3003, LogLevel.Information, "Stopped PostgreSQL in {Folder}")]
    public static partial void Stopped(this ILogger logger, string folder);

    [LoggerMessage(3004, LogLevel.Information, "Left PostgreSQL in {Folder} running for another process that uses it")]
    public static partial void LeftRunning(this ILogger logger, string folder);

    [LoggerMessage(3005, LogLevel.Warning, "PostgreSQL in {Folder} did not stop: {Reason}")]
    public static partial void NotStopped(this ILogger logger, string folder, string reason);

    [LoggerMessage(3006, LogLevel.Information, "Making a new PostgreSQL data directory in {Folder}")]
    public static partial void Initializing(this ILogger logger, string folder);

    [LoggerMessage(3007, LogLevel.Information, "PostgreSQL did not start yet ({Reason}); trying again")]
    public static partial void StartRefused(this ILogger logger, string reason);

    [LoggerMessage(3008, LogLevel.Debug, "PostgreSQL binaries in {Folder} are not used: {Reason}")]
    public static partial void Skipped(this ILogger logger, string folder, string reason);

    [LoggerMessage(3009, LogLevel.Information, "Fetching PostgreSQL with {Tool} into {Folder}, once")]
    public static partial void Fetching(this ILogger logger, string tool, string folder);

    [LoggerMessage(3010, LogLevel.Warning, "PostgreSQL could not be fetched with {Tool}: {Reason}")]
    public static partial void NotFetched(this ILogger logger, string tool, string reason);
}
