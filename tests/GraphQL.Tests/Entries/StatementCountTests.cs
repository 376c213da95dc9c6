using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Diary.Domain;
using Diary.Domain.Accounts;
using Diary.GraphQL.Keys;
using Diary.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Diary.GraphQL.Tests.Entries;

/// <summary>What a page costs does not depend on how long it is.</summary>
public abstract partial class StatementCountTests(DiaryFixture diary, Tier tier)
{
    private const string Slots = "FROM vault.key_slots";

    private const string Page =
        """
        query ($first: Int!) { entries(first: $first) { nodes {
          id version content { ... on PlainContent { body } } tags { name entryCount }
          revisions(first: 3) { nodes { version content { ... on PlainContent { body } } tags { name } } } history { nodes { kind } }
        } } }
        """;

    [Fact]
    public async Task A_page_of_fifty_costs_as_many_statements_as_a_page_of_five()
    {
        using var client = await diary.SignUp(tier);
        for (var i = 0; i < 50; i++)
        {
            var id = Guid.CreateVersion7();
            await client.CreateEntry(id, new { body = $"One {i}", tags = new[] { $"tag {i % 7}", "every" } });
            await client.EditEntry(id, 1, new { body = $"Two {i}", tags = new[] { $"tag {i % 5}" } });
        }

        string[] expected =
        [
            "FROM events.mt_events, vault.entry_keys", // the contents of the entries
            "FROM events.mt_events, vault.entry_keys", // those of their revisions that are not the same
            "FROM read.entries",
            "FROM read.entry_events", // revisions
            "FROM read.entry_events", // history
            "FROM read.entry_tags", // names
            "FROM read.entry_tags", // counts
        ];
        Assert.Equal(expected, await Statements(client, 5, 5));
        Assert.Equal(expected, await Statements(client, 50, 50));
    }

    [Fact]
    public async Task A_page_of_changes_costs_as_many_statements_whatever_its_length()
    {
        using var client = await diary.SignUp(tier);
        for (var i = 0; i < 30; i++)
        {
            await client.CreateEntry(Guid.CreateVersion7(), new { body = $"One {i}", tags = new[] { "every" } });
        }

        foreach (var first in new[] { 3, 30 })
        {
            var (statements, body) = await Trace(client, client.Sealing is null ? DiaryCopy.Query : E2ESealing.Widen(DiaryCopy.Query),
                new { first });
            Assert.Equal(first, body.At("data.changes.edges").GetArrayLength());
            Assert.Equal(
                ["FROM events.mt_events", "FROM events.mt_events, vault.entry_keys", "FROM read.entries", "FROM read.entry_tags"],
                statements.Where(s => s is not (Slots or "FROM read.accounts")));
        }
    }

    [Fact]
    public async Task The_audit_log_and_the_sessions_cost_one_statement_each_beside_those_that_open_the_account()
    {
        using var client = await diary.SignUp(tier);
        var account = new AccountId(Guid.Parse((await client.Data("{ me { id } }")).Text("me.id")!));
        string[] opening = tier == Tier.Uce ? ["FROM read.accounts", Slots, Slots] : ["FROM read.accounts", Slots]; // the session, the keys
        foreach (var (query, expected) in new[]
        {
            ("{ auditLog { nodes { action device } } }", "FROM vault.audit_log"),
            ("{ me { sessions { id device } } }", Slots),
        })
        {
            diary.Server.Services.GetRequiredService<UnlockedAccounts>().Forget(account); // however long the test has taken
            var (statements, body) = await Trace(client, query);
            Assert.False(body.TryGetProperty("errors", out _), body.GetRawText());
            Assert.Equal([.. opening.Append(expected).Order(StringComparer.Ordinal)], statements);
        }
    }

    /// <summary>The statements of a page of entries; those that open the account are left out.</summary>
    private static async Task<IReadOnlyList<string>> Statements(DiaryClient client, int first, int shown)
    {
        var (statements, body) = await Trace(client, client.Sealing is null ? Page : E2ESealing.Widen(Page), new { first });
        body = client.Sealing?.Open(body) ?? body;
        Assert.Equal(shown, body.At("data.entries.nodes").GetArrayLength());
        Assert.Equal("Two 49", body.Text("data.entries.nodes.0.content.body"));
        Assert.Equal(2, body.At("data.entries.nodes.0.revisions.nodes").GetArrayLength());
        return [.. statements.Where(s => s is not (Slots or "FROM read.accounts"))];
    }

    /// <summary>The statements of one request, found by its trace: the tables of each, in order of their names.</summary>
    private static async Task<(IReadOnlyList<string> Statements, JsonElement Body)> Trace(
        DiaryClient client, string query, object? variables = null)
    {
        var trace = ActivityTraceId.CreateRandom();
        var statements = new ConcurrentQueue<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "Npgsql" or "Microsoft.AspNetCore",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                if (activity.TraceId == trace
                    && activity.Tags.FirstOrDefault(t => t.Key is "db.query.text" or "db.statement").Value is { } sql)
                {
                    statements.Enqueue(sql);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        using var request = new HttpRequestMessage(HttpMethod.Post, client.Url) { Content = JsonContent.Create(new { query, variables }) };
        request.Headers.Add("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-01");
        using var response = await client.Http.SendAsync(request, TestContext.Current.CancellationToken);
        var body = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        return ([.. statements
            .Select(s => Tables().Matches(s).Select(m => m.Value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
            .Select(tables => $"FROM {string.Join(", ", tables)}").Order(StringComparer.Ordinal)], body);
    }

    [GeneratedRegex(@"\b(read|vault|events)\.\w+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Tables();
}

/// <summary>The same in the tier whose texts the server reads.</summary>
public sealed class UceStatementCountTests(DiaryFixture diary) : StatementCountTests(diary, Tier.Uce);

/// <summary>The same in the tier whose texts only the client reads.</summary>
public sealed class E2EStatementCountTests(DiaryFixture diary) : StatementCountTests(diary, Tier.E2E);
