using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Diary.Silo.Postgres;
using Diary.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Diary.Silo.Tests.Postgres;

public sealed class EmbeddedPostgresTests : IDisposable
{
    private readonly TemporaryFolder _folder = new("embedded");

    [Fact]
    public async Task What_was_committed_is_there_after_a_stop_and_a_start_on_the_same_port()
    {
        int port;
        await using (var first = await Start())
        {
            Assert.False(first.Adopted);
            port = first.Port;
            await Execute(first.ConnectionString, "CREATE TABLE kept AS SELECT 42 AS answer");
        }

        await using var second = await Start();
        Assert.False(second.Adopted);
        Assert.Equal(port, second.Port);
        Assert.Equal(42, await Scalar<int>(second.ConnectionString, "SELECT answer FROM kept"));
    }

    [Fact]
    public async Task What_was_committed_survives_a_kill_of_the_server()
    {
        await using var first = await Start();
        await Execute(first.ConnectionString, "CREATE TABLE kept AS SELECT 42 AS answer");
        Kill(first);
        NpgsqlConnection.ClearAllPools();
        await using var second = await Start();
        Assert.False(second.Adopted);
        Assert.Equal(42, await Scalar<int>(second.ConnectionString, "SELECT answer FROM kept"));
    }

    [Fact]
    public async Task A_second_silo_adopts_the_server_and_the_last_to_leave_stops_it()
    {
        await using var first = await Start();
        await using var second = await Start();
        Assert.True(second.Adopted);
        Assert.Equal(first.Port, second.Port);

        await first.StopAsync();
        Assert.Equal(1, await Scalar<int>(second.ConnectionString, "SELECT 1"));
        await second.StopAsync();
        Assert.Null(PostmasterFile.ReadRunning(second.DataDirectory));
    }

    [Fact]
    public async Task Silos_that_start_at_once_share_one_server()
    {
        var silos = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(Start)));
        Assert.Single(silos, silo => !silo.Adopted);
        Assert.Single(silos.Select(silo => silo.ConnectionString).Distinct());
        foreach (var silo in silos) await silo.StopAsync();
        Assert.Null(PostmasterFile.ReadRunning(silos[0].DataDirectory));
    }

    [Fact]
    public async Task A_process_file_whose_number_now_belongs_to_another_program_is_no_obstacle()
    {
        string data;
        await using (var first = await Start()) data = first.DataDirectory;
        await File.WriteAllTextAsync(
            Path.Combine(data, "postmaster.pid"), $"{Environment.ProcessId}\n{data}\n1\n5432\n\n127.0.0.1\n\nready\n");
        await using var second = await Start();
        Assert.False(second.Adopted);
    }

    [Fact]
    public async Task A_data_directory_left_half_made_is_made_again()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "postgres/data.new/base"));
        await using var server = await Start();
        Assert.Equal(1, await Scalar<int>(server.ConnectionString, "SELECT 1"));
        Assert.False(Directory.Exists(server.DataDirectory + ".new"));
    }

    [Fact]
    public async Task A_port_that_was_taken_meanwhile_is_replaced()
    {
        int port;
        await using (var first = await Start()) port = first.Port;
        using var taken = new TcpListener(IPAddress.Loopback, port);
        taken.Start();
        await using var second = await Start();
        Assert.NotEqual(port, second.Port);
    }

    [Fact]
    public async Task A_lost_password_stops_the_start_with_a_line_that_names_the_file()
    {
        await using (await Start()) { }
        var password = Path.Combine(_folder.Path, "postgres.password");
        await File.WriteAllTextAsync(password, "another");
        var refusal = await Assert.ThrowsAsync<EmbeddedPostgresException>(Start);
        Assert.Contains(password, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
        Assert.Null(PostmasterFile.ReadRunning(Path.Combine(_folder.Path, "postgres/data")));
    }

    [Fact]
    public async Task A_data_root_that_cannot_be_used_is_named_with_its_setting()
    {
        var file = Path.Combine(_folder.Path, "file");
        await File.WriteAllTextAsync(file, "");
        var refusal = await Assert.ThrowsAsync<EmbeddedPostgresException>(() => Start(Path.Combine(file, "below")));
        Assert.Contains(EmbeddedPostgresOptions.DataSetting, refusal.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static void Kill(EmbeddedPostgres server)
    {
        using var postmaster = Process.GetProcessById(PostmasterFile.ReadRunning(server.DataDirectory)!.ProcessId);
        postmaster.Kill();
    }

    private static async Task Execute(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<T> Scalar<T>(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    private Task<EmbeddedPostgres> Start() => Start(_folder.Path);

    private static Task<EmbeddedPostgres> Start(string folder) =>
        EmbeddedPostgres.Start(PostgresServer.OptionsFor(folder), NullLogger.Instance, TimeProvider.System, CancellationToken.None);
}
