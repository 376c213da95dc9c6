using System.Runtime.Versioning;
using Diary.TestKit;
using Npgsql;

namespace Diary.Silo.Tests.Postgres;

[SupportedOSPlatform("linux")]
public sealed class EmbeddedPostgresPrivacyTests(PostgresServer server)
{
    private const string Secret = "dear diary";

    [Fact]
    public async Task Its_log_holds_no_statement_no_parameter_and_no_value()
    {
        await using var database = NpgsqlDataSource.Create(server.ConnectionString);
        await Run(database, "CREATE TABLE pages_of_paper (text text PRIMARY KEY)");
        await Run(database, $"INSERT INTO pages_of_paper VALUES ('{Secret}')");
        await Fail(database, $"INSERT INTO pages_of_paper VALUES ('{Secret}')");
        await Fail(database, $"SELECT '{Secret}'::integer");
        await Fail(database, $"SELECT '{Secret}' FROM missing");
        await Fail(database, "SELECT $1::text::integer", Secret);
        await Fail(database, $"DO $$ BEGIN RAISE WARNING '{Secret}'; RAISE EXCEPTION '{Secret}'; END $$");

        var log = await File.ReadAllTextAsync(Path.Combine(server.DataRoot, "postgres/server.log"));
        Assert.Contains("ready to accept connections", log, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, log, StringComparison.Ordinal);
        Assert.DoesNotContain("pages_of_paper", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_gets_in_without_the_password()
    {
        var stranger = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Password = "guess", Pooling = false };
        await using var connection = new NpgsqlConnection(stranger.ConnectionString);
        var refusal = await Assert.ThrowsAsync<PostgresException>(() => connection.OpenAsync());
        Assert.Equal(PostgresErrorCodes.InvalidPassword, refusal.SqlState);
    }

    [Theory]
    [InlineData("listen_addresses", "127.0.0.1")]
    [InlineData("unix_socket_directories", "")]
    [InlineData("fsync", "on")]
    [InlineData("synchronous_commit", "on")]
    [InlineData("full_page_writes", "on")]
    [InlineData("server_encoding", "UTF8")]
    public async Task It_runs_as_intended(string setting, string value)
    {
        await using var database = NpgsqlDataSource.Create(server.ConnectionString);
        await using var show = database.CreateCommand("SHOW " + setting);
        Assert.Equal(value, await show.ExecuteScalarAsync());
    }

    [Fact]
    public void The_password_and_the_data_are_closed_to_others()
    {
        const UnixFileMode others = ~(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(Path.Combine(server.DataRoot, "postgres.password")) & others);
        Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(Path.Combine(server.DataRoot, "postgres/data")) & others);
        Assert.False(File.Exists(Path.Combine(server.DataRoot, "postgres/password")));
    }

    private static async Task Run(NpgsqlDataSource database, string sql, params string[] parameters)
    {
        await using var command = database.CreateCommand(sql);
        foreach (var parameter in parameters) command.Parameters.Add(new() { Value = parameter });
        await command.ExecuteNonQueryAsync();
    }

    private static Task<PostgresException> Fail(NpgsqlDataSource database, string sql, params string[] parameters) =>
        Assert.ThrowsAsync<PostgresException>(() => Run(database, sql, parameters));
}
