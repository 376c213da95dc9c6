using System.Text.Json;
using Diary.Cryptography;
using Diary.Domain.Accounts;
using Diary.GraphQL.Keys;
using Diary.GraphQL.Tests.Accounts;
using Diary.Projections.Vault;
using Diary.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Diary.GraphQL.Tests.Jobs;

public sealed class KeyRotationTests(DiaryFixture diary) : IAsyncLifetime
{
    private const string JobFields = "id kind state done total imported skipped failed problems startedAt finishedAt";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly MovableClock _clock = new();
    private readonly byte[] _vaultKey = SymmetricKey.Generate().AsSpan().ToArray();
    private readonly List<IAsyncDisposable> _servers = [];
    private string _database = "";

    [Fact]
    public async Task Every_entry_opens_before_while_and_after_the_keys_turn_on_every_silo()
    {
        var (here, there) = (await Start(), await Start());
        using var client = here.Client();
        await client.SignUp();
        using var other = there.Client();
        await SignIn(other, client.Email);
        using var renewed = there.Client();
        await SignIn(renewed, client.Email);
        var ids = await Write(client, 5);
        await client.EditEntry(ids[0], 1, new { body = "edited" });
        await AssertOpens(other, ids); // the other silo has the keys open from now on
        await AssertOpens(renewed, ids);

        var job = await Rotate(client);
        Assert.Equal(("KEY_ROTATION", "QUEUED", 0, true),
            (job.Text("kind"), job.Text("state"), job.Number("done"), job.IsNull("finishedAt")));
        await Refresh(renewed); // by a silo that has the key before open
        ids.AddRange(await Write(client, 2)); // under the next key, which the other silo has not yet
        ids.AddRange(await Write(other, 2)); // under whichever it has
        await AssertOpens(client, ids);
        await AssertOpens(other, ids);
        await AssertOpens(renewed, ids);
        Assert.Equal(job.Text("id"), (await Rotate(other)).Text("id"));

        var done = await Finished(client, job.Text("id")!);
        Assert.Equal(("SUCCEEDED", done.Number("total"), 0), (done.Text("state"), done.Number("done"), done.Number("failed")));
        Assert.Equal(ids.Count + 1, done.Number("total"));
        await AssertOpens(client, ids);
        await AssertOpens(other, ids);
        await AssertOpens(renewed, ids);
        await Refresh(other);
        await AssertOpens(other, ids);
        Assert.NotEqual(job.Text("id"), (await Rotate(client)).Text("id"));
        await AssertOpens(other, ids);
    }

    [Fact]
    public async Task What_was_made_before_the_keys_turned_opens_everything_afterwards_and_the_key_before_nothing()
    {
        var server = await Start();
        using var client = server.Client();
        var signUp = await client.SignUp();
        var account = signUp.At("account").GetProperty("id").GetGuid();
        var ids = await Write(client, 3);
        var code = signUp.At("recoveryCodes.3").GetString()!;
        using var before = await MasterKey(server, account, code);
        await Finished(client, (await Rotate(client)).Text("id")!);

        using var after = await MasterKey(server, account, code);
        Assert.False(before.AsSpan().SequenceEqual(after.AsSpan()));
        Assert.Empty((await VaultView.Slots(server, account)).Where(s => s.Id.Kind == SlotKind.Retiring));
        Assert.Equal((0, 3), (await Opened(server, account, before), await Opened(server, account, after)));
        using var again = server.Client();
        await SignIn(again, client.Email);
        await AssertOpens(again, ids);
    }

    [Fact]
    public async Task A_rotation_that_was_killed_half_way_is_finished_by_the_owners_next_request()
    {
        var first = await Start();
        using var client = first.Client();
        await client.SignUp();
        var ids = await Write(client, 230);
        var job = (await Rotate(client)).Text("id")!;
        await using (var connection = new NpgsqlConnection(_database))
        {
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            await using var hold = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
            await using var last = new NpgsqlCommand(
                "SELECT FROM vault.entry_keys WHERE entry_id = (SELECT max(entry_id::text)::uuid FROM vault.entry_keys) FOR UPDATE",
                connection, hold);
            await last.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            _clock.Move(TimeSpan.FromSeconds(61));
            var half = await Until(client, job, j => j.Number("done") == 200); // the second batch waits for the row
            Assert.Equal(("RUNNING", 230), (half.Text("state"), half.Number("total")));
            await AssertOpens(client, ids);
            _servers.Remove(first);
            await first.DisposeAsync();
        }

        var second = await Start();
        using var back = second.Client();
        back.SignWith(client.AccessToken);
        _clock.Move(TimeSpan.FromSeconds(31));
        await AssertOpens(back, ids);
        var done = await Until(back, job, j => j.Text("state") == "SUCCEEDED");
        Assert.Equal((230, 230), (done.Number("done"), done.Number("total")));
        await AssertOpens(back, ids);
    }

    [Fact]
    public async Task Nothing_is_wrapped_anew_while_a_request_may_still_hold_the_key_before()
    {
        var server = await Start();
        using var client = server.Client();
        await client.SignUp();
        var ids = await Write(client, 1);
        var job = (await Rotate(client)).Text("id")!;
        _clock.Move(TimeSpan.FromSeconds(50));
        await AssertOpens(client, ids);
        Assert.Equal("QUEUED", (await Job(client, job)).Text("state"));
    }

    [Fact]
    public async Task An_E2E_account_has_no_key_that_the_server_could_rotate()
    {
        using var client = await diary.SignUp(Tier.E2E);
        var payload = (await client.Data($"mutation {{ rotateKeys {{ job {{ id }} {Answers.ProblemFields} }} }}")).At("rotateKeys");
        Assert.Equal(("TIER_MISMATCH", true), (payload.Problems(), payload.IsNull("job")));
    }

    [Fact]
    public async Task A_job_is_its_owners_alone()
    {
        using var ada = await diary.SignUp();
        using var eve = await diary.SignUp();
        var id = (await Rotate(ada)).Text("id");
        const string query = "query ($id: ID!) { job(id: $id) { id } node(id: $id) { __typename id } }";
        Assert.Equal($$$"""{"job":{"id":"{{{id}}}"},"node":{"__typename":"Job","id":"{{{id}}}"}}""",
            (await ada.Data(query, new { id })).GetRawText());
        foreach (var foreign in new[] { id, Guid.NewGuid().ToString(), "x" })
        {
            Assert.Equal("""{"job":null,"node":null}""", (await eve.Data(query, new { id = foreign })).GetRawText());
        }
    }

    public async ValueTask InitializeAsync() => _database = await diary.Postgres.CreateDatabase();

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }
    }

    private static async Task<List<Guid>> Write(DiaryClient client, int count)
    {
        var ids = Enumerable.Range(0, count).Select(_ => Guid.CreateVersion7()).ToList();
        foreach (var some in ids.Chunk(20))
        {
            await Task.WhenAll(some.Select(id => client.CreateEntry(id, new { body = $"entry {id}", tags = new[] { "tag" } })));
        }

        return ids;
    }

    private static async Task<JsonElement> Rotate(DiaryClient client)
    {
        var payload = (await client.Data($"mutation {{ rotateKeys {{ job {{ {JobFields} }} {Answers.ProblemFields} }} }}"))
            .At("rotateKeys");
        Assert.Equal("", payload.Problems());
        return payload.At("job");
    }

    private static async Task<JsonElement> Job(DiaryClient client, string id) =>
        (await client.Data($"query ($id: ID!) {{ job(id: $id) {{ {JobFields} }} }}", new { id })).At("job");

    private static async Task<JsonElement> Until(DiaryClient client, string id, Func<JsonElement, bool> isSo)
    {
        using var timeout = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (await timer.WaitForNextTickAsync(timeout.Token))
        {
            var job = await Job(client, id);
            if (isSo(job))
            {
                return job;
            }
        }

        throw new TimeoutException();
    }

    private static async Task AssertOpens(DiaryClient client, IReadOnlyCollection<Guid> ids)
    {
        var found = new List<Guid>();
        string? after = null;
        do
        {
            var page = (await client.Data(
                "query ($after: String) { entries(first: 100, after: $after) { nodes { id tags { name } content { ... on PlainContent { "
                + "body } } revision(version: 1) { content { ... on PlainContent { body } } } } pageInfo { hasNextPage endCursor } } }",
                new { after })).At("entries");
            foreach (var node in page.At("nodes").EnumerateArray())
            {
                Assert.Equal($"entry {node.Text("id")}", node.Text("revision.content.body"));
                Assert.Equal("tag", node.At("tags").GetArrayLength() > 0 ? node.Text("tags.0.name") : "tag");
                found.Add(node.At("id").GetGuid());
            }

            after = page.At("pageInfo.hasNextPage").GetBoolean() ? page.Text("pageInfo.endCursor") : null;
        }
        while (after is not null);
        Assert.Equal(ids.Order(), found.Order());
    }

    private static async Task SignIn(DiaryClient client, string email) => client.Use((await client.Data(
        "mutation ($input: SignInInput!) { signIn(input: $input) { session { accessToken refreshToken } } }",
        new { input = new { email, credential = new { password = DiaryClient.Password }, device = "other" } })).At("signIn.session"));

    private static async Task Refresh(DiaryClient client) => client.Use((await client.Data(
        "mutation ($token: String!) { refreshSession(refreshToken: $token) { session { accessToken refreshToken } } }",
        new { token = client.RefreshToken })).At("refreshSession.session"));

    /// <summary>The master key that a recovery code opens, whichever slot it is for.</summary>
    private static async Task<SymmetricKey> MasterKey(DiaryServer server, Guid account, string code)
    {
        Assert.True(RecoveryCode.TryParse(code, out var parsed));
        using var wrapping = parsed.WrappingKey(account);
        foreach (var (id, content) in (await VaultView.Slots(server, account)).Where(s => s.Id.Kind == SlotKind.Recovery))
        {
            var aad = WrapAad.For(WrapPurpose.Recovery, account, id.Id);
            if (MasterKeyWrap.TryUnwrap(wrapping, KeySlots.ReadRecovery(content).Wrap, aad, out var key))
            {
                return key;
            }
        }

        throw new InvalidOperationException("The code opens nothing.");
    }

    /// <summary>How many of an account's capsules a master key opens.</summary>
    private static async Task<int> Opened(DiaryServer server, Guid account, SymmetricKey masterKey)
    {
        using var tree = AccountKeys.Of(masterKey);
        using var next = SymmetricKey.Generate();
        var (opened, place) = (0, default((Domain.EntryId, int)));
        var store = new CapsuleStore(server.Services.GetRequiredService<NpgsqlDataSource>());
        foreach (var row in await store.Page(new Domain.AccountId(account), place, 1000, TestContext.Current.CancellationToken))
        {
            var capsule = server.Services.GetRequiredService<SealedVault>()
                .OpenCapsule(new Domain.AccountId(account), row.Entry, row.Version, row.Record)!;
            opened += ContentSealer.TryRewrap(new EnvelopeContext(account, row.Entry.Value, row.Version), tree.CapsuleWrap, next, 9,
                capsule, out _) ? 1 : 0;
        }

        return opened;
    }

    private async Task<JsonElement> Finished(DiaryClient client, string job)
    {
        _clock.Move(TimeSpan.FromSeconds(61));
        return await Until(client, job, j => j.Text("state") == "SUCCEEDED");
    }

    private async Task<DiaryServer> Start()
    {
        var server = await DiaryServer.Start(_database, _vaultKey, _clock);
        _servers.Add(server);
        return server;
    }
}
