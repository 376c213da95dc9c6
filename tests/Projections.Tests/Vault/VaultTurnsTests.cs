using Diary.Projections.Vault;
using Diary.TestKit;
using Npgsql;

namespace Diary.Projections.Tests.Vault;

public sealed class VaultTurnsTests(PostgresServer server)
{
    [Fact]
    public async Task The_next_turn_is_a_period_after_the_latest_one_before_the_moment()
    {
        await using var diary = await TestDiary.New(server);
        var turns = new VaultTurns(diary.Database);
        Assert.Equal(Now + VaultTurns.Period, await turns.NextAfter(Now, CancellationToken.None)); // a vault without anything in it
        await new VaultStore(diary.Database).AddServerKey(
            "email", new ServerKeyRecord(Guid.CreateVersion7(), Now, [1]), DateTimeOffset.MinValue, null, CancellationToken.None);
        Assert.Equal(Now.AddDays(30), await turns.NextAfter(Now.AddDays(29), CancellationToken.None));

        await turns.Retire([7], Now.AddDays(20), CancellationToken.None);
        Assert.Equal(Now.AddDays(30), await turns.NextAfter(Now.AddDays(29), CancellationToken.None));
        await turns.Finish([7], Now.AddDays(20), CancellationToken.None);
        await turns.Finish([7], Now.AddDays(25), CancellationToken.None); // said before
        Assert.Equal(Now.AddDays(50), await turns.NextAfter(Now.AddDays(29), CancellationToken.None));
        Assert.Equal(Now.AddDays(30), await turns.NextAfter(Now.AddDays(19), CancellationToken.None)); // what was said then stays so
        Assert.Equal(Now.AddDays(80), await turns.NextAfter(Now.AddDays(50), CancellationToken.None)); // overdue
        Assert.Equal(Now.AddDays(20), await turns.Last(CancellationToken.None));
    }

    [Fact]
    public async Task A_retired_key_keeps_nothing_in_any_table()
    {
        await using var diary = await TestDiary.New(server);
        var turns = new VaultTurns(diary.Database);
        await turns.Retire([0xA1B2C3D4], Now, CancellationToken.None);
        await turns.Retire([0xA1B2C3D4], Now.AddDays(1), CancellationToken.None);
        Assert.Equal([0xA1B2C3D4], await turns.Unfinished(CancellationToken.None));
        Assert.True(await turns.IsRetired(0xA1B2C3D4, CancellationToken.None));
        Assert.False(await turns.IsRetired(0xA1B2C3D5, CancellationToken.None));

        byte[] retired = [1, 0xA1, 0xB2, 0xC3, 0xD4, 9, 9], other = [1, 0xA1, 0xB2, 0xC3, 0xD5, 9, 9];
        foreach (var insert in new[]
        {
            "INSERT INTO vault.entry_keys VALUES (gen_random_uuid(), gen_random_uuid(), 1, $1)",
            "INSERT INTO vault.key_slots VALUES (gen_random_uuid(), 1, gen_random_uuid(), 1, $1, 'infinity')",
            "INSERT INTO vault.server_keys VALUES ('x', gen_random_uuid(), now(), $1)",
        })
        {
            await diary.Execute(insert, other);
            Assert.Equal("23514", (await Assert.ThrowsAsync<PostgresException>(() => diary.Execute(insert, retired))).SqlState);
        }

        Assert.Equal("23514",
            (await Assert.ThrowsAsync<PostgresException>(() => diary.Execute("UPDATE vault.key_slots SET record = $1", retired))).SqlState);
    }

    [Fact]
    public async Task Retiring_waits_for_who_writes_and_sees_what_they_wrote()
    {
        await using var diary = await TestDiary.New(server);
        await using var writer = await diary.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        var transaction = await writer.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using (var insert = new NpgsqlCommand(
            "INSERT INTO vault.entry_keys VALUES (gen_random_uuid(), gen_random_uuid(), 1, '\\x0100000007')", writer, transaction))
        {
            await insert.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        var retiring = new VaultTurns(diary.Database).Retire([7], Now, CancellationToken.None);
        Assert.False(retiring.IsCompleted);
        await transaction.CommitAsync(TestContext.Current.CancellationToken);
        await retiring;
        Assert.Single(await new VaultRecords(diary.Database).Read(VaultTable.EntryKeys, null, 10, CancellationToken.None));
    }

    [Fact]
    public async Task Records_are_read_in_the_order_of_their_keys_and_replaced_only_where_they_are_still_the_same()
    {
        await using var diary = await TestDiary.New(server);
        await diary.Execute(
            """
            INSERT INTO vault.entry_keys SELECT gen_random_uuid(), gen_random_uuid(), i, '\x00' FROM generate_series(1, 7) i;
            INSERT INTO vault.key_slots SELECT gen_random_uuid(), i, gen_random_uuid(), i, '\x00', 'infinity' FROM generate_series(1, 7) i;
            INSERT INTO vault.server_keys SELECT 'p' || i, gen_random_uuid(), now(), '\x00' FROM generate_series(1, 7) i;
            """);
        var records = new VaultRecords(diary.Database);
        foreach (var table in VaultTable.All)
        {
            var all = await records.Read(table, null, 100, CancellationToken.None);
            var paged = new List<VaultRow>();
            while (await records.Read(table, paged.LastOrDefault()?.Key, 3, CancellationToken.None) is { Count: > 0 } page)
            {
                paged.AddRange(page);
            }

            Assert.Equal(7, paged.Count);
            Assert.Equal(all.SelectMany(r => r.Key), paged.SelectMany(r => r.Key));
            Assert.Equal(7, all.DistinctBy(r => Convert.ToHexString(r.Aad)).Count());

            await diary.Execute($"UPDATE vault.{table.Name} SET record = '\\x05' WHERE ctid = (SELECT min(ctid) FROM vault.{table.Name})");
            Assert.Equal(6, await records.Replace(table, [.. all.Select(r => (r, new byte[] { 6 }))], CancellationToken.None));
            Assert.Equal(["(\"\\\\x05\",1)", "(\"\\\\x06\",6)"],
                await diary.Rows($"SELECT record, count(*) FROM vault.{table.Name} GROUP BY 1 ORDER BY 1"));
        }
    }
}
