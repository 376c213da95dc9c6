using System.Diagnostics;
using System.Globalization;
using Diary.Domain;
using Diary.Domain.Entries;
using Diary.Projections;
using Diary.Projections.Changes;
using Diary.Projections.Events;
using Diary.Projections.Journal;
using Diary.Projections.Vault;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Diary.Benchmarks;

/// <summary>Durable appends a second, beside pgbench doing one prepared single-row insert on the same server.</summary>
internal static class JournalBenchmark
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    public static async Task Run()
    {
        await using var postgres = await OwnPostgres.Start();
        await PgBench(postgres, 1);
        var pgbench32 = await PgBench(postgres, 32);
        foreach (var readModels in new[] { false, true })
        {
            foreach (var writers in new[] { 1, 32, 256 })
            {
                var rate = await Journal(postgres.ConnectionString, writers, readModels);
                var ratio = writers == 256 && pgbench32 is { } p ? $", {rate / p:F2} times pgbench at 32 clients" : "";
                Console.WriteLine(
                    $"journal, {(readModels ? "read model, 100 terms" : "events alone         ")}, "
                    + $"{writers,3} writers: {rate,7:F0} a second{ratio}");
            }
        }
    }

    private static async Task<double> Journal(string connectionString, int writers, bool readModels)
    {
        await using var database = Database.Open(connectionString);
        using var store = EventStore.Open(database, readModels);
        var options = new JournalOptions();
        await using var hints = new ChangeHints(database, TimeProvider.System, NullLogger<ChangeHints>.Instance);
        var commit = new JournalCommit(
            store, new EventReader(database), hints, options, TimeProvider.System, NullLogger<JournalCommit>.Instance);
        await using var journal = new EventJournal(commit, options, TimeProvider.System);
        var accounts = Enumerable.Range(0, 64).Select(_ => new AccountId(Guid.CreateVersion7())).ToArray();
        var drafts = Enumerable.Range(0, 256).Select(_ => Samples.Draft(100)).ToArray();
        await Measure(TimeSpan.FromSeconds(2)); // warm: code, plans, tables
        return await Measure(Period);

        async Task<double> Measure(TimeSpan period)
        {
            var start = Stopwatch.GetTimestamp();
            var counts = await Task.WhenAll(Enumerable.Range(0, writers).Select(w => Task.Run(async () =>
            {
                var count = 0;
                while (Stopwatch.GetElapsedTime(start) < period)
                {
                    var (account, entry, draft) =
                        (accounts[Random.Shared.Next(accounts.Length)], new EntryId(Guid.CreateVersion7()), drafts[(w + count) % 256]);
                    var written = new EntryEvent.Written(entry, account, new EntryDay(new DateOnly(2026, 11, 23), "UTC"), EntrySource.Diary,
                        draft.Body, draft.Index, null, TimeProvider.System.GetUtcNow());
                    var outcome = await journal.Append(new Append(account, StreamKey.Of(entry), 0, [written],
                        readModels ? [new VaultWrite.PutEntryKey(account, entry, 1, draft.Capsule.ToArrayUnsafe())] : []));
                    if (outcome is not AppendOutcome.Committed)
                    {
                        throw new InvalidOperationException(outcome.ToString());
                    }

                    count++;
                }

                return count;
            })));
            return counts.Sum() / Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
    }

    private static async Task<double?> PgBench(OwnPostgres postgres, int clients)
    {
        var settings = new NpgsqlConnectionStringBuilder(postgres.ConnectionString);
        await using (var database = Database.Open(postgres.ConnectionString))
        {
            await using var command = database.CreateCommand(
                "CREATE TABLE IF NOT EXISTS pgbench_insert (id bigserial PRIMARY KEY, payload bytea NOT NULL)");
            await command.ExecuteNonQueryAsync();
        }

        var script = Path.Combine(Path.GetTempPath(), "diary-pgbench.sql");
        await File.WriteAllTextAsync(script, $"INSERT INTO pgbench_insert (payload) VALUES ('\\x{new string('a', 1600)}');\n");
        var info = new ProcessStartInfo("pgbench",
            ["-h", "127.0.0.1", "-p", settings.Port.ToString(CultureInfo.InvariantCulture), "-U", settings.Username!, "-n",
                "-M", "prepared",
                "-c", $"{clients}", "-j", $"{Math.Min(clients, 2)}", "-T", $"{Period.TotalSeconds}", "-f", script, settings.Database!])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            Environment = { ["PGPASSWORD"] = settings.Password },
        };
        try
        {
            using var process = Process.Start(info)!;
            var output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            var tps = output.Split('\n').First(l => l.StartsWith("tps = ", StringComparison.Ordinal)).Split(' ')[2];
            Console.WriteLine($"pgbench, prepared single-row insert, {clients,3} clients: {tps} a second");
            return double.Parse(tps, CultureInfo.InvariantCulture);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Console.WriteLine("pgbench is not on PATH (apt-get install postgresql-contrib): no figure to compare with");
            return null;
        }
    }
}
