using Diary.Projections.Changes;
using Diary.Projections.Journal;
using Diary.Projections.Schema;
using Diary.TestKit;
using Marten;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Diary.Projections.Tests;

/// <summary>A database of its own with the diary's schema, and what appends to it and reads it.</summary>
public sealed class TestDiary : IAsyncLifetime
{
    private readonly Func<Task<string>> _create;
    private NpgsqlDataSource? _database;
    private DocumentStore? _store;
    private ChangeHints? _hints;

    /// <summary>A new database of the assembly's server.</summary>
    public TestDiary(PostgresServer server) => _create = server.CreateDatabase;

    private TestDiary(string connectionString) => _create = () => Task.FromResult(connectionString);

    public string ConnectionString { get; private set; } = "";

    public NpgsqlDataSource Database => _database!;

    public DocumentStore Store => _store!;

    public EventReader Streams => new(Database);

    /// <summary>What tells this silo and the others of changes.</summary>
    public ChangeHints Hints => _hints ??= new ChangeHints(Database, TimeProvider.System, NullLogger<ChangeHints>.Instance);

    /// <summary>The diary in a database that is there already.</summary>
    public static async Task<TestDiary> In(string connectionString)
    {
        var diary = new TestDiary(connectionString);
        await diary.InitializeAsync();
        return diary;
    }

    public static async Task<TestDiary> New(PostgresServer server)
    {
        var diary = new TestDiary(server);
        await diary.InitializeAsync();
        return diary;
    }

    public async ValueTask InitializeAsync()
    {
        ConnectionString = await _create();
        _database = Projections.Database.Open(ConnectionString);
        _store = EventStore.Open(_database);
        await DiarySchema.Apply(_database, _store, CancellationToken.None);
    }

    /// <summary>A journal of one more silo.</summary>
    public EventJournal Journal(JournalOptions? options = null, EventReader? streams = null)
    {
        options ??= new JournalOptions();
        return new EventJournal(Commit(options, streams), options, TimeProvider.System);
    }

    /// <summary>Appends all, and wants each to be committed.</summary>
    public async Task Append(params IEnumerable<Append> appends)
    {
        await using var journal = Journal(new JournalOptions { QueueLength = 100_000 });
        foreach (var round in appends.GroupBy(a => a.ExpectedVersion).OrderBy(g => g.Key))
        {
            Assert.All(await Task.WhenAll(round.Select(journal.Append)), outcome => Assert.IsType<AppendOutcome.Committed>(outcome));
        }
    }

    /// <summary>One line a row, as PostgreSQL prints it.</summary>
    public async Task<string[]> Rows(string sql, params object[] parameters)
    {
        await using var command = Database.Command($"SELECT r::text FROM ({sql}) r", parameters);
        await using var row = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await row.ReadAsync())
        {
            rows.Add(row.GetString(0));
        }

        return [.. rows];
    }

    public async Task<T> Scalar<T>(string sql, params object[] parameters)
    {
        await using var command = Database.Command(sql, parameters);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async Task<int> Execute(string sql, params object[] parameters)
    {
        await using var command = Database.Command(sql, parameters);
        return await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_hints is not null)
        {
            await _hints.DisposeAsync();
        }

        _store?.Dispose();
        if (_database is not null)
        {
            await _database.DisposeAsync();
        }
    }

    private JournalCommit Commit(JournalOptions options, EventReader? streams) =>
        new(Store, streams ?? Streams, Hints, options, TimeProvider.System, NullLogger<JournalCommit>.Instance);
}
