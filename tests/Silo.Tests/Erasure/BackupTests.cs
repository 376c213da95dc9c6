using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Diary.Cryptography;
using Diary.Domain.Accounts;
using Diary.GraphQL.Keys;
using Diary.Projections.Vault;
using Diary.TestKit;

namespace Diary.Silo.Tests.Erasure;

/// <summary>
/// Backups from before a purge and a deletion: what they are worth with the keys of their day, with those of the running system, and
/// without any.
/// </summary>
[SupportedOSPlatform("linux")]
public sealed class BackupTests(Backups backups) : IClassFixture<Backups>
{
    public static readonly TheoryData<Backup, Tier> Kinds =
        new MatrixTheoryData<Backup, Tier>(Enum.GetValues<Backup>(), Enum.GetValues<Tier>());

    [Theory]
    [InlineData(Backup.Copy)]
    [InlineData(Backup.Dump)]
    public async Task After_the_vault_has_turned_a_backup_is_refused_and_no_record_of_it_opens(Backup backup)
    {
        var key = await File.ReadAllTextAsync(backups.KeyFile, TestContext.Current.CancellationToken);
        using (var folder = await backups.Restored(backup, key))
        {
            await using var silo = SiloProcess.Launch(
                [], ("Diary:Data", folder.Path), ("Diary:Url", $"http://127.0.0.1:{SiloProcess.FreePort()}"));
            Assert.Equal(1, await silo.Exit());
            Assert.Equal(
                $"Diary:VaultKeyFile ({Backups.KeyOf(folder)}) is not the vault key of this database.", Assert.Single(silo.Output));
        }

        using var thief = new Thief(Backups.Ring(key), await backups.Database(backup));
        var records = await thief.Records();
        Assert.InRange(records.Count, 68, 1000);
        Assert.DoesNotContain(records, r => r.Content is not null);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task An_entry_that_was_purged_is_in_no_backup_any_more_and_one_that_stayed_is(Backup backup, Tier tier)
    {
        var owner = backups.Stays(tier);
        using var before = await OfItsDay(backup, owner);
        Assert.Equal(owner.Texts(owner.Purged), await before.Texts(owner, owner.Purged));

        using var thief = await OfToday(backup, owner, before);
        Assert.Empty(await thief.Texts(owner, owner.Purged));
        Assert.Equal(owner.Texts(owner.Kept), await thief.Texts(owner, owner.Kept));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Of_an_account_that_was_deleted_nothing_is_in_a_backup_any_more(Backup backup, Tier tier)
    {
        var owner = backups.Goes(tier);
        using var before = await OfItsDay(backup, owner);
        using var thief = await OfToday(backup, owner, before);
        foreach (var entry in new[] { owner.Purged, owner.Kept })
        {
            Assert.Equal(owner.Texts(entry), await before.Texts(owner, entry));
            Assert.Empty(await thief.Texts(owner, entry));
        }

        foreach (var kind in Enum.GetValues<SlotKind>())
        {
            Assert.Empty(await thief.Slots(owner, kind));
        }
    }

    [Theory]
    [InlineData(Backup.Copy)]
    [InlineData(Backup.Dump)]
    public async Task With_the_vault_key_of_its_day_a_backup_is_whole_and_everything_opens(Backup backup)
    {
        // The documented ways: alone, or below the present key.
        IEnumerable<string> keys = backup == Backup.Copy ? [backups.OldKey]
            : [await File.ReadAllTextAsync(backups.KeyFile, TestContext.Current.CancellationToken), backups.OldKey];
        using var folder = await backups.Restored(backup, keys);
        await using (var verify = SiloProcess.Launch(["verify"], ("Diary:Data", folder.Path)))
        {
            Assert.Equal(0, await verify.Exit());
        }

        await using var silo = await SiloProcess.Start(folder.Path);
        foreach (var owner in Enum.GetValues<Tier>().SelectMany(t => new[] { backups.Stays(t), backups.Goes(t) }))
        {
            using var client = await owner.SignIn(silo);
            Assert.Equal(owner.Texts(owner.Purged)[^1], await Read(client, owner.Purged));
            Assert.Equal(owner.Texts(owner.Kept)[^1], await Read(client, owner.Kept));
        }

        Assert.Equal(0, await silo.Interrupt());
    }

    [Fact]
    public async Task A_backup_that_is_given_the_list_of_deletions_shows_no_deleted_account_again()
    {
        using var folder = await backups.Restored(Backup.Dump, backups.OldKey);
        await using (var server = await Backups.Start(folder.Path))
        {
            await backups.Run(folder.Path, await Backups.Documented("erasures.csv"),
                ("NOW", await backups.RunningUri()), ("RESTORED", Backups.UriOf(server.ConnectionString)));
        }

        await using var silo = await SiloProcess.Start(folder.Path);
        foreach (var tier in Enum.GetValues<Tier>())
        {
            using var stays = await backups.Stays(tier).SignIn(silo);
            Assert.Equal(backups.Stays(tier).Texts(backups.Stays(tier).Kept)[0], await Read(stays, backups.Stays(tier).Kept));
            using var goes = silo.Client();
            Assert.Equal("WRONG_CREDENTIAL", (await backups.Goes(tier).TrySignIn(goes)).GetProperty("problems")[0]
                .GetProperty("code").GetString());
        }

        Assert.Equal(0, await silo.Interrupt());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_backup_alone_has_nothing_that_a_guessed_password_could_be_tested_with(Backup backup, Tier tier)
    {
        // What a guess is tested with: the salt and the verifier, or what the password wraps. Only the vault key shows them.
        var owner = backups.Stays(tier);
        using var thief = await OfItsDay(backup, owner);
        var slot = KeySlots.ReadPassword(Assert.Single(await thief.Slots(owner, SlotKind.Password)));
        var wrapped = owner.Device is null ? slot.Wrap : Assert.Single(await thief.Slots(owner, SlotKind.Bundle));
        Assert.True(Guess(owner, slot, wrapped, Diarist.Password)); // with the vault key, guesses can be tested
        Assert.False(Guess(owner, slot, wrapped, "wrong horse battery staple"));

        var address = Encoding.UTF8.GetBytes(owner.Email);
        byte[][] clues =
            [slot.Costs.Salt, slot.Verifier, wrapped, address, SHA256.HashData(address), Encoding.UTF8.GetBytes(Diarist.Password)];
        using var folder = await backups.Restored(backup);
        if (backup == Backup.Dump)
        {
            File.Copy(backups.DumpFile, Path.Combine(folder.Path, "diary.dump"));
            await backups.Run(folder.Path, "pg_restore -f diary.sql diary.dump"); // whatever is in it, uncompressed
        }

        Assert.Empty(Holding(folder, clues));

        var planted = Path.Combine(folder.Path, "planted");
        foreach (var clue in clues)
        {
            await File.WriteAllBytesAsync(planted, [1, .. clue, 2], TestContext.Current.CancellationToken);
            Assert.Equal([planted], Holding(folder, clues)); // the search does find what is there
        }
    }

    /// <summary>The password, and the verifier and what it wraps must agree, as whoever guesses sees it.</summary>
    private static bool Guess(Diarist owner, PasswordSlot slot, byte[] wrapped, string password)
    {
        using var keys = PasswordHashing.DeriveKeys(
            password, slot.Costs, owner.Device is null ? PasswordHashing.UceLabelPrefix : PasswordHashing.E2eLabelPrefix);
        var opens = owner.Device is null
            ? MasterKeyWrap.TryUnwrap(keys.Wrapping, wrapped, WrapAad.For(WrapPurpose.Password, owner.Account, slot.Epoch), out _)
            : owner.Device.OpenBundle(password, slot.Costs, wrapped)?.SequenceEqual(owner.Device.Keys.AsSpan().ToArray()) is true;
        Assert.Equal(keys.Matches(slot.Verifier), opens);
        return opens;
    }

    private async Task<Thief> OfItsDay(Backup backup, Diarist owner)
    {
        var thief = new Thief(Backups.Ring(backups.OldKey), await backups.Database(backup));
        await thief.Open(owner);
        return thief;
    }

    /// <summary>Has all of today, and even remembers the account's keys of then.</summary>
    private async Task<Thief> OfToday(Backup backup, Diarist owner, Thief before)
    {
        var thief = new Thief(
            Backups.Ring(await File.ReadAllTextAsync(backups.KeyFile, TestContext.Current.CancellationToken)),
            await backups.Database(backup), await backups.Running());
        await thief.Open(owner, before);
        return thief;
    }

    private static List<string> Holding(TemporaryFolder folder, byte[][] clues)
    {
        var forms = clues.SelectMany(c => new[]
        {
            c, Encoding.ASCII.GetBytes(Convert.ToHexString(c)), Encoding.ASCII.GetBytes(Convert.ToHexStringLower(c)),
            Encoding.ASCII.GetBytes(Convert.ToBase64String(c)),
        }).ToList();
        return [.. Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories)
            .Where(f => File.ReadAllBytes(f) is var bytes && forms.Any(form => bytes.AsSpan().IndexOf(form) >= 0))];
    }

    private static async Task<string?> Read(DiaryClient client, Guid id)
    {
        var data = await client.Data(
            "query ($id: ID!) { entry(id: $id) { content { ... on PlainContent { body } } } }", new { id });
        return data.GetProperty("entry") is { ValueKind: JsonValueKind.Object } entry
            ? entry.GetProperty("content").GetProperty("body").GetString() : null;
    }
}
