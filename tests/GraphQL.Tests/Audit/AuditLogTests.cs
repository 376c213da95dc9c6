using System.Text;
using Diary.Domain;
using Diary.Domain.Accounts;
using Diary.GraphQL.Audit;
using Diary.GraphQL.Tests.Accounts;
using Diary.GraphQL.Tests.Sessions;
using Diary.Projections.Vault;
using Diary.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Diary.GraphQL.Tests.Audit;

public sealed class AuditLogTests(DiaryFixture diary)
{
    private const string Log = "query ($first: Int, $after: String) { auditLog(first: $first, after: $after) { edges { cursor } "
        + "nodes { at action session device ipPrefix detail sealedDetail } pageInfo { hasNextPage endCursor } } }";

    [Theory]
    [InlineData(Tier.Uce)]
    [InlineData(Tier.E2E)]
    public async Task The_owner_reads_what_was_done_by_which_session_and_from_where(Tier tier)
    {
        using var client = await diary.SignUp(tier);
        using var other = client.Another();
        await other.SignInAgain(device: "Läptop");
        var sessions = (await client.Data("{ me { sessions { id } } }")).At("me.sessions").Texts("id");
        await client.Data("mutation ($id: ID!) { revokeSession(id: $id) { ended } }", new { id = sessions[1] });
        await client.Data("mutation { revokeOtherSessions { ended } }"); // there are none: nothing was done

        var records = (await client.Data(Log)).At("auditLog.nodes");
        Assert.Equal(["SESSION_REVOKED", "SIGNED_IN", "SIGNED_IN", "SIGNED_UP"], records.Texts("action"));
        Assert.Equal([sessions[0], sessions[1], sessions[0], null], records.Texts("session"));
        Assert.Equal([null, "Läptop", "test", "test"], records.Texts("device"));
        Assert.Equal([sessions[1], null, null, null], records.Texts("detail"));
        Assert.All(records.EnumerateArray(), r => Assert.Equal(
            ("127.0.0.0/24", tier == Tier.Uce), (r.Text("ipPrefix"), r.IsNull("sealedDetail")))); // E2E: only the client opens it
    }

    [Fact]
    public async Task Signing_out_is_told_to_who_signs_in_again()
    {
        using var client = await diary.SignUp();
        await client.Data("mutation { signOut { ended } }");
        client.SignWith(null);
        client.Use((await SignInTests.SignIn(client, client.Email)).At("session"));
        Assert.Equal(["SIGNED_IN", "SIGNED_OUT", "SIGNED_IN", "SIGNED_UP"], (await client.Data(Log)).At("auditLog.nodes").Texts("action"));
    }

    [Theory]
    [InlineData(Tier.Uce)]
    [InlineData(Tier.E2E)]
    public async Task A_spent_token_that_comes_late_is_told_once_with_the_session_that_it_ended(Tier tier)
    {
        var clock = new MovableClock();
        await using var server = await diary.StartServer(clock);
        using var client = await server.SignUp(tier);
        using var thief = server.Client();
        var id = (await client.Data("{ me { sessions { id } } }")).Text("me.sessions.0.id");
        await RefreshTests.Refresh(client, client.RefreshToken);
        clock.Move(TimeSpan.FromSeconds(11));
        await RefreshTests.Refresh(thief, client.RefreshToken);
        await RefreshTests.Refresh(thief, client.RefreshToken);
        client.SignWith(null);
        await client.SignInAgain();
        var records = (await client.Data(Log)).At("auditLog.nodes");
        Assert.Equal(["SIGNED_IN", "REFRESH_TOKEN_REUSED", "SIGNED_IN", "SIGNED_UP"], records.Texts("action"));
        Assert.Equal((id, "127.0.0.0/24"), (records[1].Text("session"), records[1].Text("ipPrefix")));
    }

    [Fact]
    public async Task Pages_follow_each_other_without_a_gap_also_among_lines_of_the_same_instant()
    {
        using var client = await diary.SignUp();
        var account = new AccountId(Guid.Parse((await client.Data("{ me { id } }")).Text("me.id")!));
        var at = TimeProvider.System.GetUtcNow().AddDays(1);
        await diary.Server.Services.GetRequiredService<VaultStore>().Write(
            [.. Enumerable.Range(0, 25).Select(i => new VaultWrite.AddAuditRecord(
                account, Guid.CreateVersion7(), at.AddMicroseconds(i % 3 * 400_000), AuditAction.EntryPurged, null, [1]))],
            TestContext.Current.CancellationToken);
        var seen = new List<string>();
        string? after = null;
        do
        {
            var page = (await client.Data(Log, new { first = 4, after })).At("auditLog");
            seen.AddRange(page.At("edges").EnumerateArray().Select(e => e.Text("cursor")!));
            after = page.At("pageInfo.hasNextPage").GetBoolean() ? page.Text("pageInfo.endCursor") : null;
        }
        while (after is not null);
        Assert.Equal(27, seen.Count);
        Assert.Equal(27, seen.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal("INVALID_CURSOR", (await client.Send(Log, new { after = "nonsense" })).Codes());
    }

    [Fact]
    public async Task Nobody_reads_anothers_log()
    {
        using var client = await diary.SignUp();
        using var stranger = await diary.SignUp();
        var cursor = (await client.Data(Log)).Text("auditLog.edges.0.cursor");
        var theirs = (await stranger.Data(Log, new { after = cursor })).At("auditLog.edges");
        Assert.InRange(theirs.GetArrayLength(), 0, 2);
        Assert.DoesNotContain(cursor, theirs.Texts("cursor"));
    }

    /// <summary>Known to clients: a name is never changed, and a new action gets one.</summary>
    [Fact]
    public void Every_action_has_a_name_of_its_own_in_upper_case()
    {
        var names = Enum.GetValues<AuditAction>().Select(AuditLog.NameOf).ToList();
        Assert.Equal(names.Count, names.Distinct(StringComparer.Ordinal).Count());
        Assert.DoesNotContain("OTHER", names);
        Assert.All(names, n => Assert.Matches("^[A-Z_]+$", n));
    }

    [Fact]
    public async Task In_the_database_a_line_shows_neither_device_nor_address()
    {
        using var client = await diary.SignUp();
        using var other = diary.Server.Client();
        await SignInTests.SignIn(other, client.Email, device: "Telephon-of-Ada");
        var account = new AccountId(Guid.Parse((await client.Data("{ me { id } }")).Text("me.id")!));
        var rows = await diary.Server.Services.GetRequiredService<AuditReader>().Page(
            account, null, 100, TestContext.Current.CancellationToken);
        Assert.Equal(3, rows.Count);
        Assert.All(rows, r => Assert.True(
            r.Note.AsSpan().IndexOf("Telephon"u8) < 0 && r.Note.AsSpan().IndexOf("127.0.0"u8) < 0, Encoding.Latin1.GetString(r.Note)));
    }
}
