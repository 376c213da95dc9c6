using System.Text;
using Diary.Grains.Vault;
using Diary.Silo.Vault;
using Diary.TestKit;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using static Diary.Silo.Tests.Vault.SampleKeys;

namespace Diary.Silo.Tests.Vault;

public sealed class DataProtectionTests(PostgresServer postgres) : IDisposable
{
    private const string Text = "an OAuth token";
    private readonly TemporaryFolder _folder = new("protection");

    private string KeyFile => Path.Combine(_folder.Path, "vault.key");

    [Fact]
    public async Task What_one_silo_protects_another_opens()
    {
        var database = await postgres.CreateDatabase();
        await using var one = await Start(database);
        var early = Protector(one).Protect(Text);
        await using var other = await Start(database);
        Assert.Equal(Text, Protector(other).Unprotect(early));
        Assert.Equal(Text, Protector(one).Unprotect(Protector(other).Protect(Text)));
        Assert.Equal(1L, await Count(one));
    }

    [Fact]
    public async Task What_was_protected_before_the_vault_turned_opens_afterwards()
    {
        var database = await postgres.CreateDatabase();
        string early;
        await using (var server = await Start(database))
        {
            early = Protector(server).Protect(Text);
            Assert.Equal(VaultTurnEnd.Turned, await Turn(server));
            Assert.Equal(Text, Protector(server).Unprotect(early));
        }

        await using var again = await Start(database);
        Assert.Equal(Text, Protector(again).Unprotect(early));
        Assert.Equal(1L, await Count(again));
    }

    [Fact]
    public async Task The_same_holds_where_the_vault_key_is_in_a_mounted_secret()
    {
        var database = await postgres.CreateDatabase();
        var mounted = new MountedSecret(_folder.Path, Line(1));
        await using var server = await Start(database, mounted.Path);
        var early = Protector(server).Protect(Text);
        mounted.Update($"{Line(2)}\n{Line(1)}");
        Assert.Equal(VaultTurnEnd.NeedsRemoval, await Turn(server));
        mounted.Update(Line(2));
        Assert.Equal(VaultTurnEnd.Turned, await Turn(server));
        await using var again = await Start(database, mounted.Path);
        Assert.Equal(Text, Protector(again).Unprotect(early));
    }

    [Fact]
    public async Task No_key_lies_in_the_database_as_it_is()
    {
        await using var server = await Start(await postgres.CreateDatabase());
        Protector(server).Protect(Text);
        var element = Assert.Single(server.Services.GetRequiredService<DataProtectionKeys>().GetAllElements());
        var secret = Convert.FromBase64String(element.Descendants().Single(e => e.Name.LocalName == "value").Value);
        Assert.InRange(secret.Length, 32, 128);
        await using var command = server.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(
            "SELECT string_agg(record, ''::bytea) FROM vault.server_keys");
        var stored = (byte[])(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
        foreach (var plain in new[]
        {
            secret, Encoding.UTF8.GetBytes(Convert.ToBase64String(secret)), "<key"u8.ToArray(), "masterKey"u8.ToArray(),
        })
        {
            Assert.Equal(-1, stored.AsSpan().IndexOf(plain));
        }
    }

    public void Dispose() => _folder.Dispose();

    private static IDataProtector Protector(DiaryServer server) =>
        server.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test");

    private static Task<VaultTurnEnd> Turn(DiaryServer server) =>
        server.Services.GetRequiredService<IVaultTurn>().Run(_ => { }, CancellationToken.None);

    private static async Task<long> Count(DiaryServer server)
    {
        await using var command = server.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(
            "SELECT count(*) FROM vault.server_keys WHERE purpose = 'data-protection'");
        return (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    private Task<DiaryServer> Start(string database, string? keyFile = null) =>
        DiaryServer.Start(database, null, null, ("Diary:VaultKeyFile", keyFile ?? KeyFile), ("Diary:VaultTurnPause", "0"));
}
