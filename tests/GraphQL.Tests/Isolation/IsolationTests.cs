using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Diary.Domain.Accounts;
using Diary.GraphQL.Tests.Accounts;
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

    /// <summary>What only E2E fills; that each is seen shows that the walk gets there.</summary>
    private static readonly string[] SealedFields = ["envelope", "sealedName", "sealedDetail", "sealedDevice", "keyBundle"];

    [Theory]
    [InlineData(Tier.Uce)]
    [InlineData(Tier.E2E)]
    public async Task Another_accounts_ids_are_worth_what_absent_ids_are_worth(Tier tier)
    {
        using var ada = await Owner.SignUp(diary.Server, tier, Address());
        var (ids, secrets) = await Live(ada);
        var before = await Snapshot(ada.Client);
        Assert.Equal(tier == Tier.E2E ? SealedFields : [], SealedFields.Where(f => Regex.IsMatch(before, $"{f}\":\"[^\"]")));
        var walk = Walk();
        Assert.Empty(walk.NestedIds());
        var operations = walk.TakingIds().Where(o => !GivesIds.Contains(o.Field)).ToList();
        Assert.Contains(operations, o => o.Field == "editEntry");
        var absent = Guid.CreateVersion7().ToString();
        foreach (var operation in operations)
        {
            using var eve = await diary.SignUp(tier);
            var expected = Comparable(await Run(eve, operation, absent), absent);
            using var nobody = diary.Server.Client();
            var toNobody = Comparable(await Run(nobody, operation, absent), absent);
            foreach (var id in ids)
            {
                var asEve = await Run(eve, operation, id);
                Assert.True(IsAnswered(asEve), $"{operation} was not even run: {asEve}");
                Assert.True(expected == Comparable(asEve, id), $"{operation} tells {id} from an id that nobody has:\n{asEve}\n{expected}");
                AssertNothingOf(secrets, asEve, id, operation);
                Assert.Equal(toNobody, Comparable(await Run(nobody, operation, id), id));
            }
        }

        Assert.Equal(before, await Snapshot(ada.Client));
    }

    [Theory]
    [InlineData(Tier.Uce)]
    [InlineData(Tier.E2E)]
    public async Task Nobody_and_bad_tokens_get_nothing_from_any_field(Tier tier)
    {
        var clock = new MovableClock();
        await using var server = await diary.StartServer(clock);
        using var ada = await Owner.SignUp(server, tier, Address());
        var (ids, secrets) = await Live(ada);
        using var other = await diary.SignUp(tier); // of another server: well made, by a key that this one has not
        using var revoked = server.Client();
        revoked.Use((await ada.SignIn()).At("session"));
        await revoked.Data("mutation { signOut { ended } }");
        var expired = ada.Client.AccessToken;
        clock.Move(TimeSpan.FromMinutes(16));
        ada.Client.SignWith(null);
        await ada.GoOn(await ada.SignIn());
        var token = ada.Client.AccessToken;
        var tampered = token[..^4] + (token.EndsWith("AAAA", StringComparison.Ordinal) ? "BBBB" : "AAAA");
        var walk = Walk();
        var operations = walk.All().Concat(walk.TakingIds()).Where(o => o.NeedsSession).ToList();
        foreach (var bad in new[] { null, expired, tampered, other.AccessToken, revoked.AccessToken })
        {
            using var client = server.Client();
            client.SignWith(bad);
            foreach (var (operation, id) in operations.Zip(Enumerable.Range(0, operations.Count).Select(i => ids[i % ids.Count])))
            {
                var body = await Run(client, operation, id);
                AssertRefused(body, operation);
                AssertNothingOf(secrets, body, id, operation);
            }
        }
    }

    [Fact]
    public async Task The_token_of_a_deleted_account_gets_nothing_but_the_receipt_of_the_deletion()
    {
        using var ada = await Owner.SignUp(diary.Server, Tier.Uce, Address());
        var (ids, _) = await Live(ada);
        var operations = Walk().All().Where(o => o.NeedsSession).ToList();
        var deletion = Assert.Single(operations, o => o.Field == "deleteAccount");
        var receipt = (await ada.Client.Data(
            "mutation ($input: DeleteAccountInput!) { deleteAccount(input: $input) { receipt { signature } } }",
            new { input = new { credential = new { password = DiaryClient.Password } } })).Text("deleteAccount.receipt.signature");
        foreach (var operation in operations.Where(o => o != deletion))
        {
            AssertRefused(await Run(ada.Client, operation, ids[0]), operation);
        }

        Assert.Equal(receipt,
            JsonDocument.Parse(await Run(ada.Client, deletion, "")).RootElement.Text("data.deleteAccount.receipt.signature"));
    }

    private SchemaWalk Walk() => new(diary.Server.Services.GetRequiredService<ISchema>(), name => name switch
    {
        "email" => $"{Guid.NewGuid():N}@example.org",
        "password" => DiaryClient.Password,
        "timeZone" => "UTC",
        _ => null,
    });

    private static string Address() => $"ada-die-erste-{Guid.NewGuid():N}@example.org";

    /// <summary>
    /// Fills the account with something of everything: all ids that it can see, its own among them, and these with all bytes that it sees.
    /// </summary>
    private async Task<(IReadOnlyList<string> Ids, IReadOnlyList<string> Secrets)> Live(Owner ada)
    {
        Assert.Equal("", (await ada.SignIn(Words[2])).Problems());
        var entries = Enumerable.Range(0, 4).Select(_ => Guid.CreateVersion7()).ToList();
        foreach (var entry in entries)
        {
            await ada.Client.CreateEntry(entry, new { body = Words[0], title = Words[0], mood = "calm", tags = new[] { Words[1] } });
        }

        await ada.Client.EditEntry(entries[1], 1, new { body = $"{Words[0]}, again" });
        await ada.Client.Move("deleteEntry", entries[2].ToString());
        await ada.Client.Move("purgeEntry", entries[3].ToString());
        var walk = Walk();
        var ids = entries.Select(e => e.ToString()).ToHashSet(StringComparer.Ordinal);
        var bytes = new HashSet<string>(StringComparer.Ordinal);
        foreach (var operation in walk.StartingJobs().Concat(walk.Plain()))
        {
            var body = await Run(ada.Client, operation, "");
            ids.UnionWith(Uuid().Matches(body).Select(m => m.Value));
            bytes.UnionWith(Base64().Matches(body).Select(m => m.Groups[1].Value));
        }

        return ([.. ids], [.. ids, .. bytes]);
    }

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
        var body = (await client.Raw(operation.Document, client.Sealing?.Seal(variables) ?? variables)).GetRawText();
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

    private static void AssertNothingOf(IReadOnlyList<string> secrets, string body, string asked, Operation operation)
    {
        foreach (var secret in Words.Concat(secrets.Where(s => s != asked)))
        {
            Assert.False(body.Contains(secret, StringComparison.OrdinalIgnoreCase), $"{operation} tells {secret}: {body}");
        }
    }

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex Uuid();

    /// <summary>A field's bytes, such as an envelope, a token or a key; no type's name and no cursor, which is made of ids.</summary>
    [GeneratedRegex("(?<!__typename|[cC]ursor)\":\"([A-Za-z0-9+/]{24,}={0,2})\"")]
    private static partial Regex Base64();

    [GeneratedRegex("(\"(?:[A-Za-z]+_)?(?:cursor|startCursor|endCursor|[a-zA-Z]*At|at|publicKey|createdAt|envelope|sha256)\":)\"[^\"]*\"")]
    private static partial Regex Changing();
}
