using Diary.Domain;
using Diary.Projections.Vault;

namespace Diary.Projections.Tests.Vault;

public sealed class CapsuleStoreTests(TestDiary diary) : IClassFixture<TestDiary>
{
    private readonly AccountId _account = NewAccount();
    private readonly List<EntryId> _entries =
        [.. Enumerable.Range(0, 3).Select(_ => NewEntry()).OrderBy(e => e.ToString(), StringComparer.Ordinal)];

    private CapsuleStore Capsules => new(diary.Database);

    [Fact]
    public async Task Pages_give_every_capsule_of_the_account_once()
    {
        await Put();
        await Write(new VaultWrite.PutEntryKey(NewAccount(), _entries[0], 1, [9]));
        Assert.Equal(6, await Capsules.Count(_account, TestContext.Current.CancellationToken));
        var seen = new List<(EntryId, int)>();
        for ((EntryId, int) place = default; ;)
        {
            var page = await Capsules.Page(_account, place, 4, TestContext.Current.CancellationToken);
            seen.AddRange(page.Select(c => (c.Entry, c.Version)));
            if (page.Count < 4)
            {
                break;
            }

            place = (page[^1].Entry, page[^1].Version);
        }

        Assert.Equal(_entries.SelectMany(e => new[] { (e, 1), (e, 2) }), seen);
    }

    [Fact]
    public async Task What_changed_or_was_destroyed_since_it_was_read_is_left_alone()
    {
        await Put();
        var read = await Capsules.Page(_account, default, 10, TestContext.Current.CancellationToken);
        await Write(new VaultWrite.DestroyEntryKeys(_account, _entries[0]));
        await diary.Execute("UPDATE vault.entry_keys SET record = '\\x07' WHERE account_id = $1 AND entry_id = $2 AND version = 1",
            _account.Value, _entries[1].Value);
        var replaced = await Capsules.Replace(
            _account, [.. read.Select(r => (r, new byte[] { 42 }))], TestContext.Current.CancellationToken);
        Assert.Equal(3, replaced);
        Assert.Equal([7, 42, 42, 42], (await Capsules.Page(_account, default, 10, TestContext.Current.CancellationToken))
            .Select(r => (int)r.Record[0]));
    }

    [Fact]
    public async Task Another_accounts_capsules_are_not_replaced()
    {
        await Put();
        var read = await Capsules.Page(_account, default, 10, TestContext.Current.CancellationToken);
        Assert.Equal(0, await Capsules.Replace(
            NewAccount(), [.. read.Select(r => (r, new byte[] { 42 }))], TestContext.Current.CancellationToken));
    }

    private Task Put() => Write(
        [.. _entries.SelectMany(e => new[] { 1, 2 }.Select(v => new VaultWrite.PutEntryKey(_account, e, v, [(byte)v])))]);

    private Task Write(params VaultWrite[] writes) => new VaultStore(diary.Database).Write(writes, CancellationToken.None);
}
