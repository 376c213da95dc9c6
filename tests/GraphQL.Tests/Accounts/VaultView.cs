using Diary.Cryptography;
using Diary.Domain;
using Diary.Projections.Vault;
using Diary.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Diary.GraphQL.Tests.Accounts;

/// <summary>What a thief of the database and of the vault key sees of an account's slots.</summary>
internal static class VaultView
{
    /// <summary>The contents of all slots.</summary>
    public static async Task<IReadOnlyList<byte[]>> Open(DiaryServer server, Guid account) =>
        [.. (await Slots(server, account)).Select(s => s.Content)];

    /// <summary>All slots of an account, opened.</summary>
    public static async Task<IReadOnlyList<(SlotId Id, byte[] Content)>> Slots(DiaryServer server, Guid account)
    {
        var ring = server.Services.GetRequiredService<VaultKeyRing>();
        await using var connection = new NpgsqlConnection(server.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(
            "SELECT kind, slot_id, generation, record FROM vault.key_slots WHERE account_id = $1 ORDER BY kind, slot_id, generation",
            connection)
        {
            Parameters = { new() { Value = account } },
        };
        await using var row = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var slots = new List<(SlotId, byte[])>();
        while (await row.ReadAsync(TestContext.Current.CancellationToken))
        {
            var id = new SlotId((SlotKind)row.GetInt16(0), row.GetGuid(1), row.GetInt32(2));
            Assert.True(ring.TryOpen(row.GetFieldValue<byte[]>(3), VaultAad.Slot(new AccountId(account), id), out var content));
            slots.Add((id, content));
        }

        return slots;
    }
}
