using Diary.Domain.Accounts;
using Diary.Grains;
using Diary.GraphQL.Tests.Accounts;
using Diary.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Diary.GraphQL.Tests.Audit;

/// <summary>Every command that the audit log tells of, in both tiers: once where it was done, never where it was refused.</summary>
public sealed class AuditedCommandTests(DiaryFixture diary)
{
    private const string Next = "seven purple elephants knit";

    [Theory]
    [InlineData(Tier.Uce)]
    [InlineData(Tier.E2E)]
    public async Task Another_credential_is_told_once_with_the_session_that_set_it(Tier tier)
    {
        using var owner = await Owner.SignUp(diary.Server, tier);
        Assert.Equal("WRONG_CREDENTIAL input.current", (await owner.ChangePassword(Next, isRight: false)).Problems());
        Assert.Empty(await owner.Lines("CREDENTIAL_CHANGED"));
        var change = await owner.ChangingPassword(Next);
        Assert.Equal("", (await change()).Problems());
        Assert.Equal("", (await change()).Problems());
        Assert.Equal([(owner.Session, null, null)], await owner.Lines("CREDENTIAL_CHANGED"));
    }

    [Theory]
    [InlineData(Tier.Uce)]
    [InlineData(Tier.E2E)]
    public async Task A_recovery_is_told_once_with_its_device_and_with_no_session(Tier tier)
    {
        using var owner = await Owner.SignUp(diary.Server, tier);
        var recover = owner.Recovering(Next);
        Assert.Equal("WRONG_CREDENTIAL input.code", (await recover(false)).Problems());
        Assert.Empty(await owner.Lines("RECOVERED"));
        Assert.Equal("", (await recover(true)).Problems());
        await owner.GoOn(await recover(true));
        Assert.Equal([(null, "recovered", null)], await owner.Lines("RECOVERED"));
        Assert.Contains((owner.Session, "recovered", null), await owner.Lines("SIGNED_IN"));
    }

    /// <summary>Where the server makes the codes, it makes others each time: that is no repeat.</summary>
    [Theory]
    [InlineData(Tier.Uce, 2)]
    [InlineData(Tier.E2E, 1)]
    public async Task Other_recovery_codes_are_told_with_the_session_that_asked_for_them(Tier tier, int times)
    {
        using var owner = await Owner.SignUp(diary.Server, tier);
        var replace = await owner.ReplacingCodes();
        Assert.Equal("WRONG_CREDENTIAL input.current", (await replace(false)).Problems());
        Assert.Empty(await owner.Lines("RECOVERY_CODES_REPLACED"));
        Assert.Equal("", (await replace(true)).Problems());
        Assert.Equal("", (await replace(true)).Problems());
        Assert.Equal(
            Enumerable.Repeat<(string?, string?, string?)>((owner.Session, null, null), times),
            await owner.Lines("RECOVERY_CODES_REPLACED"));
    }

    [Theory]
    [InlineData(Tier.Uce, "")]
    [InlineData(Tier.E2E, "TIER_MISMATCH")]
    public async Task A_new_master_key_is_told_once_where_there_is_one(Tier tier, string problems)
    {
        using var owner = await Owner.SignUp(diary.Server, tier);
        for (var i = 0; i < 2; i++)
        {
            var payload = (await owner.Client.Data($"mutation {{ rotateKeys {{ {Answers.ProblemFields} }} }}")).At("rotateKeys");
            Assert.Equal(problems, payload.Problems());
        }

        Assert.Equal(problems.Length > 0 ? [] : [(owner.Session, null, null)], await owner.Lines("KEYS_ROTATED"));
    }

    [Theory]
    [InlineData(Tier.Uce)]
    [InlineData(Tier.E2E)]
    public async Task A_purge_is_told_once_with_the_entry_and_the_session(Tier tier)
    {
        using var owner = await Owner.SignUp(diary.Server, tier);
        var entry = Guid.CreateVersion7();
        await owner.Client.CreateEntry(entry, new { body = "to be forgotten" });
        Assert.Equal("VERSION_CONFLICT input.expectedVersion", (await Purge(entry, 7)).Problems());
        Assert.Equal("NOT_FOUND input.id", (await Purge(Guid.CreateVersion7())).Problems());
        Assert.Empty(await owner.Lines("ENTRY_PURGED"));
        Assert.Equal("", (await Purge(entry, 1)).Problems());
        Assert.Equal("", (await Purge(entry, 1)).Problems());
        Assert.Equal([(owner.Session, null, entry.ToString())], await owner.Lines("ENTRY_PURGED"));

        Task<System.Text.Json.JsonElement> Purge(Guid id, int? version = null) =>
            owner.Client.Move("purgeEntry", id.ToString(), version);
    }

    [Theory]
    [InlineData(Tier.Uce)]
    [InlineData(Tier.E2E)]
    public async Task What_the_trash_forgets_is_told_once_with_the_entry_and_with_no_session(Tier tier)
    {
        var clock = new MovableClock();
        await using var server = await diary.StartServer(clock);
        using var owner = await Owner.SignUp(server, tier);
        using var other = await Owner.SignUp(server, tier == Tier.Uce ? Tier.E2E : Tier.Uce);
        var entries = new List<string>();
        foreach (var who in new[] { owner, owner, other })
        {
            entries.Add(Guid.CreateVersion7().ToString());
            await who.Client.CreateEntry(Guid.Parse(entries[^1]), new { body = "to be forgotten" });
            await who.Client.Move("deleteEntry", entries[^1]);
        }

        var sweeper = server.Services.GetRequiredService<IGrainFactory>().GetGrain<ISweeperGrain>(0);
        await sweeper.Sweep();
        clock.Move(TimeSpan.FromDays(31));
        await sweeper.Sweep();
        await sweeper.Sweep();
        owner.Client.SignWith(null);
        await owner.GoOn(await owner.SignIn());
        Assert.Equal(
            entries.Take(2).Select<string, (string?, string?, string?)>(e => (null, null, e)).Order(),
            (await owner.Lines("ENTRY_PURGED")).Order());
    }

    [Fact]
    public async Task Whoever_reads_the_private_key_by_a_recovery_code_leaves_a_line_each_time()
    {
        using var owner = await Owner.SignUp(diary.Server, Tier.E2E);
        Assert.Equal("WRONG_CREDENTIAL input.verifier", (await owner.RecoveryBundle(isRight: false)).Problems());
        Assert.Empty(await owner.Lines("RECOVERY_BUNDLE_READ"));
        Assert.Equal("", (await owner.RecoveryBundle()).Problems());
        Assert.Equal("", (await owner.RecoveryBundle()).Problems());
        Assert.Equal([(null, null, null), (null, null, null)], await owner.Lines("RECOVERY_BUNDLE_READ"));
    }
}
