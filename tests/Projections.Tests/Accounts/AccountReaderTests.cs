using Diary.Domain.Accounts;
using Diary.Projections.Accounts;

namespace Diary.Projections.Tests.Accounts;

public sealed class AccountReaderTests(TestDiary diary) : IClassFixture<TestDiary>
{
    [Fact]
    public async Task An_account_is_found_by_its_id_and_by_its_address()
    {
        var account = NewAccount();
        var signedUp = SignedUp(account);
        await diary.Append(Append(signedUp));
        var row = new AccountRow(account, 1, Tier.Uce, "Europe/Vienna", Run(3, 32), 1, false, 2, Now);
        var reader = new AccountReader(diary.Database);
        Assert.Equal(row, await reader.Find(account, CancellationToken.None));
        Assert.Equal(row, await reader.FindByEmail(signedUp.EmailIndex, CancellationToken.None));
        Assert.Equal(["(1)"], await diary.Rows("SELECT version FROM read.accounts WHERE account_id = $1", account.Value));
    }

    [Fact]
    public async Task An_account_that_never_was_is_not_found()
    {
        var reader = new AccountReader(diary.Database);
        Assert.Null(await reader.Find(NewAccount(), CancellationToken.None));
        Assert.Null(await reader.FindByEmail(Run(0, 31), CancellationToken.None));
    }
}
