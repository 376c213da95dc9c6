using System.Text.Json;
using Diary.Domain;
using Diary.Domain.Accounts;
using Diary.Domain.Entries;
using Diary.Grains;
using Diary.Grains.Erasure;
using Diary.GraphQL.Erasure;
using Diary.Projections.Vault;
using Diary.Silo.Hosting;
using Diary.TestKit;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Diary.Silo.Tests.Erasure;

public abstract class DeleteAccountTests(PostgresServer postgres, Tier tier) : IAsyncLifetime
{
    private const string Receipt = "receipt { accountId entryId keysDestroyed at vaultTurnsAt keyId signature } problems { code field }";
    private const string Keys = "SELECT (SELECT count(*) FROM vault.key_slots) + (SELECT count(*) FROM vault.entry_keys)";
    private readonly MovableClock _clock = new();
    private DiaryServer? _server;
    private DiaryClient? _client;
    private Guid _account;

    private DiaryServer Server => _server!;

    private DiaryClient Client => _client!;

    [Fact]
    public async Task All_keys_and_sessions_are_gone_at_once_and_the_receipt_counts_them()
    {
        await Client.CreateEntry(Guid.CreateVersion7(), new { body = "One" });
        using var other = Client.Another();
        await other.SignInAgain();
        var (credential, keys) = (await Client.Credential(), await Scalar(Keys));

        var payload = await Delete();
        Assert.Empty(payload.GetProperty("problems").EnumerateArray());
        var receipt = payload.GetProperty("receipt");
        Assert.Equal((_account, keys), (receipt.GetProperty("accountId").GetGuid(), receipt.GetProperty("keysDestroyed").GetInt64()));
        Assert.Equal(JsonValueKind.Null, receipt.GetProperty("entryId").ValueKind);
        Assert.StartsWith($"valid: {keys} keys of account {_account} were destroyed at ", await Verify(receipt), StringComparison.Ordinal);

        Assert.Equal(0L, await Scalar(Keys));
        foreach (var client in new[] { Client, other })
        {
            Assert.Contains("UNAUTHENTICATED", (await client.Send("{ me { id } }")).GetRawText(), StringComparison.Ordinal);
            Assert.Contains("WRONG_CREDENTIAL", (await client.Data(
                "mutation ($token: String!) { refreshSession(refreshToken: $token) { problems { code } } }",
                new { token = client.RefreshToken })).GetRawText(), StringComparison.Ordinal);
        }

        Assert.Equal("WRONG_CREDENTIAL", Code(await other.SignIn(Client.Email, credential)));
    }

    [Fact]
    public async Task Repeated_by_the_same_request_or_a_later_one_it_gives_the_same_receipt()
    {
        await Client.CreateEntry(Guid.CreateVersion7(), new { body = "One" });
        var input = new { credential = await Client.Credential() };
        var both = await Client.Data(
            $"mutation ($input: DeleteAccountInput!) {{ first: deleteAccount(input: $input) {{ {Receipt} }} "
            + $"again: deleteAccount(input: $input) {{ {Receipt} }} }}", new { input });
        Assert.NotEqual(JsonValueKind.Null, both.GetProperty("first").GetProperty("receipt").ValueKind);
        Assert.Equal(both.GetProperty("first").GetRawText(), both.GetProperty("again").GetRawText());

        var later = await Client.Data(
            $"mutation ($input: DeleteAccountInput!) {{ deleteAccount(input: $input) {{ {Receipt} }} }}", new { input });
        Assert.Equal(both.GetProperty("first").GetRawText(), later.GetProperty("deleteAccount").GetRawText());
        Assert.Equal(1L, await Scalar("SELECT count(*) FROM vault.erasures"));
    }

    [Fact]
    public async Task The_address_is_free_at_once_and_the_id_never_again()
    {
        using var again = Server.Client();
        var account = Guid.NewGuid();
        var input = SignUpInput(account, Client.Email); // made before: the address is free sooner than an E2E client derives its keys
        await Delete();
        again.Use((await SignUp(again, input)).GetProperty("session"));
        Assert.Equal("INVALID", Code(await SignUpAs(_account)));
        await Erased();
        Assert.Equal("INVALID", Code(await SignUpAs(_account)));
        Assert.Contains(account.ToString(), (await again.Data("{ me { id } }")).GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_password_deletes_nothing()
    {
        var id = Guid.CreateVersion7();
        await Client.CreateEntry(id, new { body = "One" });
        var payload = await Delete("wrong horse battery staple");
        Assert.Equal((JsonValueKind.Null, "WRONG_CREDENTIAL"), (payload.GetProperty("receipt").ValueKind, Code(payload)));
        Assert.Equal("WRONG_CREDENTIAL", Code(await Delete("short")));
        var entry = await Client.Data(
            "query ($id: ID!) { entry(id: $id) { content { ... on PlainContent { body } } } }", new { id });
        Assert.Contains("One", entry.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_names_the_account_any_more_but_the_list_of_erasures()
    {
        var id = Guid.CreateVersion7();
        await Client.CreateEntry(id, new { body = "One", tags = new[] { "a" } });
        await Client.EditEntry(id, 1, new { body = "Two", tags = new[] { "b" } });
        if (tier == Tier.Uce)
        {
            var rotation = await Client.Data("mutation { rotateKeys { job { state } problems { code } } }");
            Assert.Empty(rotation.GetProperty("rotateKeys").GetProperty("problems").EnumerateArray());
        }

        Assert.NotEmpty(await WhereNamed());
        var (session, job) = (1, tier == Tier.Uce ? 1 : 0);
        Assert.InRange(await Scalar("SELECT count(*) FROM orleans.grainstate WHERE payloadbinary IS NOT NULL"), session + job, 10);
        await Delete();
        await Erased();
        Assert.Equal(["vault.erasures.account_id"], await WhereNamed());
        Assert.Equal(0L, await Scalar("SELECT count(*) FROM orleans.grainstate WHERE payloadbinary IS NOT NULL"));
        Assert.Equal(1L, await Scalar("SELECT count(*) FROM vault.erasures WHERE finished_at IS NOT NULL"));
    }

    [Fact]
    public async Task Killed_before_any_step_the_rest_is_deleted_by_the_next_run()
    {
        for (var step = 1; step <= 9; step++)
        {
            using var client = await Server.SignUp(tier);
            var account = await IdOf(client);
            await client.CreateEntry(Guid.CreateVersion7(), new { body = "One" });
            // As a deletion leaves it, without waking the eraser of this server.
            await Server.Services.GetRequiredService<VaultStore>().Write(
                [new VaultWrite.DestroyAccount(new AccountId(account), _clock.GetUtcNow())], CancellationToken.None);
            var steps = 0;
            var killed = new AccountErasure(
                Server.Services.GetRequiredService<ErasureStore>(), Server.Services.GetRequiredService<IDocumentStore>(),
                Server.Services.GetRequiredService<IAccountFiles>(), NullLogger<AccountErasure>.Instance)
            {
                Before = _ => ++steps == step ? throw new TimeoutException("killed") : Task.CompletedTask,
            };
            for (var run = 0; run < 2; run++)
            {
                await killed.Run(_clock.GetUtcNow(), CancellationToken.None);
                _clock.Move(AccountErasure.Pause);
            }

            await Erased();
            Assert.Equal(["vault.erasures.account_id"], await WhereNamed(account));
        }
    }

    [Fact]
    public async Task What_was_under_way_leaves_no_key_and_no_event_behind()
    {
        await Delete();
        var (account, entry) = (new AccountId(_account), new EntryId(Guid.CreateVersion7()));
        var draft = new SealedDraft(
            new Bytes([1]), new Bytes([2]), new ContentIndex(new Bytes(new byte[32]), [], default, default, default));
        var receipt = await Server.Services.GetRequiredService<IGrainFactory>().Entry(account, entry).Execute(
            new EntryCommand.Write(entry, account, new EntryDay(new DateOnly(2026, 11, 23), "UTC"), EntrySource.Diary, draft, null));
        Assert.Equal(RefusalCode.NotFound, receipt.Refusal?.Code);
        Assert.Equal(0L, await Scalar("SELECT count(*) FROM vault.entry_keys"));
        await Erased();
        Assert.Equal(["vault.erasures.account_id"], await WhereNamed());
    }

    [Fact]
    public async Task An_account_that_an_old_backup_brought_back_is_erased_again()
    {
        await Client.CreateEntry(Guid.CreateVersion7(), new { body = "One" });
        var credential = await Client.Credential();
        await Execute($"INSERT INTO vault.erasures (account_id, at, keys_destroyed) VALUES ('{_account}', now(), 5)");
        await Erased();
        Assert.Equal("WRONG_CREDENTIAL", Code(await Client.SignIn(Client.Email, credential)));
        Assert.Equal(["vault.erasures.account_id"], await WhereNamed());
        Assert.Equal(0L, await Scalar("SELECT count(*) FROM orleans.grainstate WHERE payloadbinary IS NOT NULL"));
    }

    public async ValueTask InitializeAsync()
    {
        _server = await DiaryServer.Start(await postgres.CreateDatabase(), null, _clock);
        _client = await Server.SignUp(tier);
        _account = await IdOf(Client);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Client.Dispose();
        await Server.DisposeAsync();
    }

    private static string? Code(JsonElement payload) => payload.GetProperty("problems")[0].GetProperty("code").GetString();

    private static async Task<Guid> IdOf(DiaryClient client) =>
        (await client.Data("{ me { id } }")).GetProperty("me").GetProperty("id").GetGuid();

    private async Task<JsonElement> SignUpAs(Guid id)
    {
        using var client = Server.Client();
        return await SignUp(client, SignUpInput(id, $"{Guid.NewGuid():N}@example.org"));
    }

    private static async Task<JsonElement> SignUp(DiaryClient client, object input) => (await client.Data(
        "mutation ($input: SignUpInput!) { signUp(input: $input) { session { accessToken refreshToken } problems { code } } }",
        new { input })).GetProperty("signUp");

    private Dictionary<string, object?> SignUpInput(Guid id, string email)
    {
        using var device = E2EDevice.Fresh(Server.Client(), email);
        var input = device.SignUpInput();
        input["id"] = id;
        if (tier == Tier.Uce)
        {
            (input["tier"], input["credential"]) = (tier.Name(), new { password = DiaryClient.Password });
            input.Remove("keys");
        }

        return input;
    }

    private async Task<JsonElement> Delete(string password = DiaryClient.Password) => (await Client.Data(
        $"mutation ($input: DeleteAccountInput!) {{ deleteAccount(input: $input) {{ {Receipt} }} }}",
        new { input = new { credential = await Client.Credential(password) } })).GetProperty("deleteAccount");

    /// <summary>What the verifying command says of a receipt, with the keys as the server publishes them.</summary>
    private async Task<string> Verify(JsonElement receipt)
    {
        using var input = new StringReader(receipt.GetRawText());
        await using var output = new StringWriter();
        await ReceiptCheck.Run(
            ["verify-receipt", "-", "--keys", new Uri(Server.Url, ReceiptKeysEndpoint.Path).ToString()], input, output,
            TestContext.Current.CancellationToken);
        return output.ToString();
    }

    /// <summary>Both passes of the eraser, and the sweep of sessions that ended.</summary>
    private async Task Erased()
    {
        var grains = Server.Services.GetRequiredService<IGrainFactory>();
        await grains.GetGrain<IErasureGrain>(0).Erase();
        await grains.GetGrain<ISweeperGrain>(0).Sweep();
        _clock.Move(AccountErasure.Pause);
        Assert.Equal(0, await grains.GetGrain<IErasureGrain>(0).Erase());
    }

    /// <summary>Every column of every table that holds the account's id, as a UUID or as text.</summary>
    private async Task<List<string>> WhereNamed(Guid? account = null)
    {
        var named = new List<string>();
        await using var columns = Server.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(
            """
            SELECT table_schema || '.' || table_name, column_name FROM information_schema.columns
            WHERE table_schema IN ('read', 'vault', 'events', 'orleans') AND data_type IN ('uuid', 'text', 'character varying')
            ORDER BY 1, 2
            """);
        await using var column = await columns.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        while (await column.ReadAsync(TestContext.Current.CancellationToken))
        {
            var (table, name) = (column.GetString(0), column.GetString(1));
            if (await Scalar($"SELECT count(*) FROM {table} WHERE {name}::text LIKE '%{account ?? _account}%'") > 0)
            {
                named.Add($"{table}.{name}");
            }
        }

        return named;
    }

    private async Task Execute(string sql)
    {
        await using var command = Server.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(sql);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    private async Task<long> Scalar(string sql)
    {
        await using var command = Server.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }
}

/// <summary>The same in the tier whose texts the server reads.</summary>
public sealed class UceDeleteAccountTests(PostgresServer postgres) : DeleteAccountTests(postgres, Tier.Uce);

/// <summary>The same in the tier whose texts only the client reads.</summary>
public sealed class E2EDeleteAccountTests(PostgresServer postgres) : DeleteAccountTests(postgres, Tier.E2E);
