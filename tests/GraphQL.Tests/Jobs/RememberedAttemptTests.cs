using Diary.Cryptography;
using Diary.Domain;
using Diary.Domain.Accounts;
using Diary.GraphQL.Jobs;
using Diary.GraphQL.Keys;
using Diary.Projections.Accounts;
using Diary.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace Diary.GraphQL.Tests.Jobs;

public sealed class RememberedAttemptTests
{
    [Fact]
    public async Task What_is_remembered_of_rotations_that_were_tried_stays_small()
    {
        await using var rotations = new KeyRotations(null!, null!, new MovableClock(), NullLogger<KeyRotations>.Instance);
        for (var i = 0; i < 3000; i++)
        {
            rotations.Continue(Closed());
        }

        Assert.InRange(rotations.Remembered, 1, 1001);
    }

    /// <summary>An account that is closed before it is worked on.</summary>
    private static UnlockedAccount Closed()
    {
        var row = new AccountRow(new AccountId(Guid.CreateVersion7()), 1, Tier.Uce, "UTC", new Bytes(new byte[32]), 2, true, 10,
            DateTimeOffset.UnixEpoch);
        var account = UnlockedAccount.Uce(row, SymmetricKey.Generate(), SymmetricKey.Generate(), [], 2);
        account.Release();
        return account;
    }
}
