using System.Text.Json;
using Diary.Cryptography;
using Diary.Domain;
using Diary.Domain.Entries;
using Diary.GraphQL.Keys;
using Diary.Projections.Events;
using Diary.Projections.Journal;
using Diary.Projections.Vault;
using Npgsql;

namespace Diary.Silo.Tests.Erasure;

/// <summary>
/// Someone who has databases, vault keys and a user's password and device, and tries everything on everything: every record under every
/// vault key, every master key that the password opens, and every capsule on every body.
/// </summary>
internal sealed class Thief(VaultKeyRing ring, params IReadOnlyList<NpgsqlDataSource> databases) : IDisposable
{
    private readonly List<SymmetricKey> _wraps = [];

    /// <summary>The records of the vault, in all databases, and what is in them; null where it does not open.</summary>
    public async Task<IReadOnlyList<(VaultTable Table, VaultRow Row, byte[]? Content)>> Records()
    {
        var records = new List<(VaultTable, VaultRow, byte[]?)>();
        foreach (var (database, table) in databases.SelectMany(d => VaultTable.All.Select(t => (d, t))))
        {
            records.AddRange((await new VaultRecords(database).Read(table, null, 1000, TestContext.Current.CancellationToken))
                .Select(row => (table, row, ring.TryOpen(row.Record, row.Aad, out var content) ? content : null)));
        }

        return records;
    }

    /// <summary>Finds what wraps the account's capsules (UCE), beside what was found before or by another.</summary>
    public async Task Open(Diarist owner, Thief? friend = null)
    {
        _wraps.AddRange(friend?._wraps ?? []);
        foreach (var slot in await Slots(owner, SlotKind.Password))
        {
            var kept = KeySlots.ReadPassword(slot);
            using var password = PasswordHashing.DeriveKeys(Diarist.Password, kept.Costs);
            var aad = WrapAad.For(WrapPurpose.Password, owner.Account, kept.Epoch);
            if (owner.Device is null && MasterKeyWrap.TryUnwrap(password.Wrapping, kept.Wrap, aad, out var masterKey))
            {
                using (masterKey)
                {
                    _wraps.Add(AccountKeys.Of(masterKey).CapsuleWrap);
                }
            }
        }
    }

    /// <summary>What opened of an account's slots of a kind.</summary>
    public async Task<IReadOnlyList<byte[]>> Slots(Diarist owner, SlotKind kind) =>
    [
        .. (await Records()).Where(r => r.Table == VaultTable.KeySlots && r.Row.Key[0].Equals(owner.Account)
            && r.Row.Key[1].Equals((short)kind)).Select(r => r.Content).OfType<byte[]>(),
    ];

    /// <summary>Every text of an entry that can be had, in the order of its versions.</summary>
    public async Task<IReadOnlyList<string>> Texts(Diarist owner, Guid entry)
    {
        var capsules = (await Records()).Where(r => r.Table == VaultTable.EntryKeys).Select(r => r.Content).OfType<byte[]>().ToList();
        var texts = new SortedDictionary<int, string>();
        foreach (var database in databases)
        {
            var events = await new EventReader(database).Read<EntryEvent>(
                new AccountId(owner.Account), StreamKey.Of(new EntryId(entry)), null, TestContext.Current.CancellationToken);
            foreach (var (version, body) in events.Select((e, i) => (i + 1, e switch
            {
                EntryEvent.Written w => w.Body.ToArrayUnsafe(),
                EntryEvent.Edited w => w.Body.ToArrayUnsafe(),
                _ => null,
            })))
            {
                var context = new EnvelopeContext(owner.Account, entry, version);
                if (body is not null && capsules.Select(c => Open(context, owner, c, body)).OfType<byte[]>().FirstOrDefault() is { } text)
                {
                    texts[version] = JsonSerializer.Deserialize<JsonElement>(text).GetProperty("body").GetString()!;
                }
            }
        }

        return [.. texts.Values];
    }

    /// <inheritdoc/>
    public void Dispose() => ring.Dispose();

    private byte[]? Open(EnvelopeContext context, Diarist owner, byte[] capsule, byte[] body) =>
        owner.PrivateKey is { } key
            ? PublicContentSealer.TryOpen(context, key, capsule, body, out var text, out _) ? text : null
            : _wraps.Select(w => ContentSealer.TryOpen(context, w, capsule, body, out var plain) ? plain : null)
                .FirstOrDefault(t => t is not null);
}
