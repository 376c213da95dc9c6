using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Diary.TestKit;
using GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;

namespace Diary.GraphQL.Tests.Isolation;

/// <summary>
/// Whatever the schema has, and will have: another account's ids are worth what ids that nobody has are worth, to a stranger, to nobody
/// and to every kind of bad token.
/// </summary>
public sealed partial class IsolationTests(DiaryFixture diary)
{
    private static readonly string[] Words = ["Adas Tagebuchgeheimnis", "Adas Schublade", "Adas Telefon", "ada-die-erste"];

    /// <summary>An id can be given to one account only, so that taking a taken one is told apart from taking a free one.</summary>
    private static readonly string[] GivesIds = ["signUp"];

    [Fact]
    public async Task Another_accounts_ids_are_worth_what_absent_ids_are_worth()
    {
        using var ada = diary.Server.Client();
        var ids = await Live(ada);
        var before = await Snapshot(ada);
        var walk = Walk();
        Assert.Empty(walk.NestedIds());
        var operations = walk.TakingIds().Where(o => !GivesIds.Contains(o.Field)).ToList();
        Assert.Contains(operations, o => o.Field == "editEntry");
        var absent = Guid.CreateVersion7().ToString();
        foreach (var operation in operations)
        {
            using var eve = await diary.SignUp();
            var expected = Comparable(await Run(eve, operation, absent), absent);
            using var nobody = diary.Server.Client();
            var toNobody = Comparable(await Run(nobody, operation, absent), absent);
            foreach (var id in ids)
            {
                var asEve = await Run(eve, operation, id);
                Assert.True(IsAnswered(asEve), $"{operation} was not even run: {asEve}");
                Assert.True(expected == Comparable(asEve, id), $"{operation} tells {id} from an id that nobody has:\n{asEve}\n{expected}");
                AssertNothingOf(ids, asEve, id, operation);
                Assert.Equal(toNobody, Comparable(await Run(nobody, operation, id), id));
            }
        }

        Assert.Equal(before, await Snapshot(ada));
    }

    [Fact]
    public async Task Nobody_and_bad_tokens_get_nothing_from_any_field()
    {
        var clock = new MovableClock();
        await using var server = await diary.StartServer(clock);
        using var ada = server.Client();
        var ids = await Live(ada);
        using var other = await diary.SignUp(); // of another server: well made, by a key that this one has not
        using var revoked = server.Client();
        await SignIn(revoked, ada.Email);
        await revoked.Data("mutation { signOut { ended } }");
        var expired = ada.AccessToken;
        clock.Move(TimeSpan.FromMinutes(16));
        await SignIn(ada, ada.Email);
        var tampered = ada.AccessToken[..^4] + (ada.AccessToken.EndsWith("AAAA", StringComparison.Ordinal) ? "BBBB" : "AAAA");
        var walk = Walk();
        var operations = walk.All().Concat(walk.TakingIds()).Where(o => o.NeedsSession).ToList();
        foreach (var token in new[] { null, expired, tampered, other.AccessToken, revoked.AccessToken })
        {
            using var client = server.Client();
            client.SignWith(token);
            foreach (var (operation, id) in operations.Zip(Enumerable.Range(0, operations.Count).Select(i => ids[i % ids.Count])))
            {
                var body = await Run(client, operation, id);
                AssertRefused(body, operation);
                AssertNothingOf(ids, body, id, operation);
            }
        }
    }

    [Fact]
    public async Task The_token_of_a_deleted_account_gets_nothing_but_the_receipt_of_the_deletion()
    {
        using var ada = diary.Server.Client();
        var ids = await Live(ada);
        var operations = Walk().All().Where(o => o.NeedsSession).ToList();
        var deletion = Assert.Single(operations, o => o.Field == "deleteAccount");
        var receipt = (await ada.Data(
            "mutation ($input: DeleteAccountInput!) { deleteAccount(input: $input) { receipt { signature } } }",
            new { input = new { credential = new { password = DiaryClient.Password } } })).Text("deleteAccount.receipt.signature");
        foreach (var operation in operations.Where(o => o != deletion))
        {
            AssertRefused(await Run(ada, operation, ids[0]), operation);
        }

        Assert.Equal(receipt,
            JsonDocument.Parse(await Run(ada, deletion, "")).RootElement.Text("data.deleteAccount.receipt.signature"));
    }

    private SchemaWalk Walk() => new(diary.Server.Services.GetRequiredService<ISchema>(), name => name switch
    {
        "email" => $"{Guid.NewGuid():N}@example.org",
        "password" => DiaryClient.Password,
        "timeZone" => "UTC",
        _ => null,
    });

    /// <summary>An account with something of everything; all ids that it can see, its own among them.</summary>
    private async Task<IReadOnlyList<string>> Live(DiaryClient ada)
    {
        await ada.SignUp($"ada-die-erste-{Guid.NewGuid():N}@example.org");
        using var phone = new DiaryClient(ada.Url);
        await SignIn(phone, ada.Email);
        var entries = Enumerable.Range(0, 4).Select(_ => Guid.CreateVersion7()).ToList();
        foreach (var entry in entries)
        {
            await ada.CreateEntry(entry, new { body = Words[0], title = Words[0], mood = "calm", tags = new[] { Words[1] } });
        }

        await ada.EditEntry(entries[1], 1, new { body = $"{Words[0]}, again" });
        await ada.Move("deleteEntry", entries[2].ToString());
        await ada.Move("purgeEntry", entries[3].ToString());
        var walk = Walk();
        var seen = new List<string>();
        foreach (var operation in walk.StartingJobs().Concat(walk.Plain()))
        {
            seen.AddRange(Uuid().Matches(await Run(ada, operation, "")).Select(m => m.Value));
        }

        return [.. entries.Select(e => e.ToString()).Concat(seen).Distinct(StringComparer.Ordinal)];
    }

    private static async Task SignIn(DiaryClient client, string email) => client.Use((await client.Data(
        "mutation ($input: SignInInput!) { signIn(input: $input) { session { accessToken refreshToken } problems { code } } }",
        new { input = new { email, credential = new { password = DiaryClient.Password }, device = Words[2] } })).At("signIn.session"));

    private async Task<string> Snapshot(DiaryClient ada)
    {
        var all = new List<string>();
        foreach (var operation in Walk().Plain())
        {
            all.Add(await Run(ada, operation, ""));
        }

        return string.Join('\n', all);
    }

    private static async Task<string> Run(DiaryClient client, Operation operation, string id)
    {
        JsonObject variables = operation.Variables(id);
        var body = (await client.Send(operation.Document, variables)).GetRawText();
        Assert.False(body.Contains("\"INTERNAL\"", StringComparison.Ordinal), $"{operation}: {body}");
        return body;
    }

    private static void AssertRefused(string body, Operation operation)
    {
        var answer = JsonDocument.Parse(body).RootElement;
        Assert.True(answer.TryGetProperty("errors", out _) && answer.Codes() == "UNAUTHENTICATED", $"{operation}: {body}");
        Assert.True(!answer.TryGetProperty("data", out var data) || data.ValueKind == JsonValueKind.Null
            || data.EnumerateObject().All(p => p.Value.ValueKind == JsonValueKind.Null), $"{operation}: {body}");
    }

    /// <summary>Whether the document was sound: what its fields refuse is an answer too.</summary>
    private static bool IsAnswered(string body) => JsonDocument.Parse(body).RootElement is var answer
        && (!answer.TryGetProperty("errors", out _) || answer.Codes().Split(", ").All(c => c is "TIER_MISMATCH"));

    /// <summary>An answer without what differs between any two ids or moments.</summary>
    private static string Comparable(string body, string id) => Changing().Replace(
        body.Replace(id, "ID", StringComparison.Ordinal), m => $"{m.Groups[1].Value}\"…\"");

    private static void AssertNothingOf(IReadOnlyList<string> ids, string body, string asked, Operation operation)
    {
        foreach (var secret in Words.Concat(ids.Where(i => i != asked)))
        {
            Assert.False(body.Contains(secret, StringComparison.OrdinalIgnoreCase), $"{operation} tells {secret}: {body}");
        }
    }

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex Uuid();

    [GeneratedRegex("(\"(?:[A-Za-z]+_)?(?:cursor|startCursor|endCursor|[a-zA-Z]*At|at|publicKey|createdAt)\":)\"[^\"]*\"")]
    private static partial Regex Changing();
}
