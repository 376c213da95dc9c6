using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Diary.Cryptography;
using Diary.Domain;
using Diary.Projections.Vault;
using Diary.Silo.Postgres;
using Diary.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Diary.Silo.Tests.Erasure;

/// <summary>
/// A copy of the whole data directory, WAL included, that was taken before a purge: what it is worth with the keys of its day, and without.
/// </summary>
[SupportedOSPlatform("linux")]
public sealed class BackupTests : IAsyncLifetime
{
    private const string Body = "Only the old key opens this";
    private readonly TemporaryFolder _live = new("live");
    private readonly TemporaryFolder _backup = new("backup");
    private readonly Guid _entry = Guid.CreateVersion7();
    private string _email = "";
    private string _oldKey = "";

    private string KeyOf(TemporaryFolder folder) => Path.Combine(folder.Path, "vault.key");

    [Fact]
    public async Task After_the_vault_has_turned_nothing_that_the_server_and_the_user_hold_opens_it()
    {
        await PurgeAndTurn();

        // The backup with the vault key of the running system: the start is refused.
        File.Copy(KeyOf(_live), KeyOf(_backup));
        await using (var silo = SiloProcess.Launch(
            [], ("Diary:Data", _backup.Path), ("Diary:Url", $"http://127.0.0.1:{SiloProcess.FreePort()}")))
        {
            Assert.Equal(1, await silo.Exit());
            Assert.Equal($"Diary:VaultKeyFile ({KeyOf(_backup)}) is not the vault key of this database.", Assert.Single(silo.Output));
        }

        // Past the start: no record of the backup opens under any key that the running system has.
        await using var postgres = await Open(_backup);
        using var ring = new Silo.Vault.VaultKeyFile(KeyOf(_live)).Open(isNewDatabase: false);
        await using var database = NpgsqlDataSource.Create(postgres.ConnectionString);
        var records = new VaultRecords(database);
        var count = 0;
        foreach (var table in VaultTable.All)
        {
            foreach (var row in await records.Read(table, null, 1000, CancellationToken.None))
            {
                Assert.False(ring.TryOpen(row.Record, row.Aad, out _));
                count++;
            }
        }

        Assert.InRange(count, 15, 1000);
    }

    [Fact]
    public async Task With_the_old_vault_key_the_same_backup_opens()
    {
        await PurgeAndTurn();
        await File.WriteAllTextAsync(KeyOf(_backup), _oldKey, TestContext.Current.CancellationToken);
        File.SetUnixFileMode(KeyOf(_backup), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await using var silo = await SiloProcess.Start(_backup.Path);
        using var client = silo.Client();
        await SignIn(client);
        Assert.Equal(Body, await Read(client));
        Assert.Equal(0, await silo.Interrupt());
    }

    [Fact]
    public async Task A_copy_alone_has_nothing_that_a_guessed_password_could_be_tested_with()
    {
        // What a guess is tested with: the salt and the verifier. Only the vault key shows them.
        byte[] salt, verifier;
        await using (var postgres = await Open(_backup))
        {
            using var ring = new VaultKeyRing(SymmetricKey.Import(Convert.FromBase64String(_oldKey)));
            await using var database = NpgsqlDataSource.Create(postgres.ConnectionString);
            await using var find = database.CreateCommand("SELECT account_id, record FROM vault.key_slots WHERE kind = 1");
            await using var row = await find.ExecuteReaderAsync(TestContext.Current.CancellationToken);
            Assert.True(await row.ReadAsync(TestContext.Current.CancellationToken));
            var aad = VaultAad.Slot(new AccountId(row.GetGuid(0)), new SlotId(SlotKind.Password));
            Assert.True(ring.TryOpen(row.GetFieldValue<byte[]>(1), aad, out var slot));
            (salt, verifier) = (slot[3..19], slot[31..63]);
        }

        var costs = new Argon2idParameters(salt, Argon2idParameters.MinMemoryKiB, Argon2idParameters.MinIterations, 1);
        using (var right = PasswordHashing.DeriveKeys(DiaryClient.Password, costs))
        using (var wrong = PasswordHashing.DeriveKeys("wrong horse battery staple", costs))
        {
            Assert.True(right.Matches(verifier)); // with the vault key, guesses can be tested
            Assert.False(wrong.Matches(verifier));
        }

        var address = Encoding.UTF8.GetBytes(_email);
        byte[][] clues = [salt, verifier, address, SHA256.HashData(address), Encoding.UTF8.GetBytes(DiaryClient.Password)];
        Assert.Empty(Holding(_backup, clues));

        var planted = Path.Combine(_backup.Path, "planted");
        foreach (var clue in clues)
        {
            await File.WriteAllBytesAsync(planted, [1, .. clue, 2], TestContext.Current.CancellationToken);
            Assert.Equal([planted], Holding(_backup, clues)); // the search does find what is there
        }
    }

    public async ValueTask InitializeAsync()
    {
        await using (var silo = await SiloProcess.Start(_live.Path))
        {
            using var client = silo.Client();
            await client.SignUp();
            _email = client.Email;
            await client.CreateEntry(_entry, new { body = Body });
            Assert.Equal(Body, await Read(client));
            Assert.Equal(0, await silo.Interrupt());
        }

        _oldKey = (await File.ReadAllTextAsync(KeyOf(_live), TestContext.Current.CancellationToken)).Trim();
        var copy = await CommandRun.Of(_live.Path, "cp", ["-a", "postgres", "postgres.password", _backup.Path]);
        Assert.True(copy.ExitCode == 0, copy.Output);
    }

    public ValueTask DisposeAsync()
    {
        _live.Dispose();
        _backup.Dispose();
        return ValueTask.CompletedTask;
    }

    private static Task<EmbeddedPostgres> Open(TemporaryFolder folder) => EmbeddedPostgres.Start(
        PostgresServer.OptionsFor(folder.Path), NullLogger.Instance, TimeProvider.System, TestContext.Current.CancellationToken);

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

    private async Task PurgeAndTurn()
    {
        await using (var silo = await SiloProcess.Start(_live.Path))
        {
            using var client = silo.Client();
            await SignIn(client);
            await client.Data("mutation ($id: ID!) { purgeEntry(input: { id: $id }) { receipt { at } } }", new { id = _entry });
            Assert.Equal(0, await silo.Interrupt());
        }

        await using var rotate = SiloProcess.Launch(["rotate-vault"], ("Diary:Data", _live.Path), ("Diary:VaultTurnPause", "0"));
        Assert.Equal(0, await rotate.Exit());
    }

    private async Task SignIn(DiaryClient client) => client.Use((await client.Data(
        "mutation ($input: SignInInput!) { signIn(input: $input) { session { accessToken refreshToken } } }",
        new { input = new { email = _email, credential = new { password = DiaryClient.Password }, device = "later" } }))
            .GetProperty("signIn").GetProperty("session"));

    private async Task<string?> Read(DiaryClient client)
    {
        var data = await client.Data("query ($id: ID!) { entry(id: $id) { content { ... on PlainContent { body } } } }", new { id = _entry });
        return data.GetProperty("entry") is { ValueKind: JsonValueKind.Object } entry
            ? entry.GetProperty("content").GetProperty("body").GetString() : null;
    }
}
