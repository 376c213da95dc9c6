using Diary.Domain;
using Diary.Projections.Vault;
using Diary.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace Diary.Projections.Tests.Vault;

public sealed class AccountErasureTests(PostgresServer server)
{
    [Fact]
    public async Task An_account_that_cannot_be_erased_keeps_no_other_waiting_and_is_erased_once_it_can_be()
    {
        await using var diary = await TestDiary.New(server);
        var (sick, sound) = (NewAccount(), NewAccount());
        await diary.Append(First(sick, NewEntry()), First(sound, NewEntry()));
        var (vault, store) = (new VaultStore(diary.Database), new ErasureStore(diary.Database));
        await vault.Write([new VaultWrite.DestroyAccount(sick, Now)], CancellationToken.None);
        await vault.Write([new VaultWrite.DestroyAccount(sound, Now.AddSeconds(1))], CancellationToken.None);
        await diary.Execute("CREATE FUNCTION public.fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'sick'; END $$");
        await diary.Execute($"CREATE TRIGGER sick BEFORE DELETE ON read.entries FOR EACH ROW WHEN (OLD.account_id = '{sick}') "
            + "EXECUTE FUNCTION public.fail()");
        var erasure = new AccountErasure(store, diary.Store, new NoFiles(), NullLogger<AccountErasure>.Instance);
        for (var run = 0; run < 2; run++)
        {
            await erasure.Run(Now + (run * AccountErasure.Pause), CancellationToken.None);
        }

        Assert.Equal([sick], (await store.Unfinished(10, CancellationToken.None)).Select(e => e.Account));

        await diary.Execute("DROP FUNCTION public.fail CASCADE");
        Assert.Equal(1, await erasure.Run(Now.AddHours(1), CancellationToken.None));
        Assert.Equal(0, await erasure.Run(Now.AddHours(2), CancellationToken.None));
    }

    private sealed class NoFiles : IAccountFiles
    {
        public Task Erase(AccountId account, CancellationToken cancellation) => Task.CompletedTask;
    }
}
