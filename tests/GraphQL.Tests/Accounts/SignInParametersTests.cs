using Diary.Cryptography;
using Diary.TestKit;

namespace Diary.GraphQL.Tests.Accounts;

public sealed class SignInParametersTests(DiaryFixture diary)
{
    private const string Document =
        "query ($email: String!) { signInParameters(email: $email) { tier accountId kdf { salt memoryKiB iterations parallelism } } }";

    [Fact]
    public async Task An_account_s_own_are_told_whatever_the_case_of_its_address()
    {
        using var uce = await diary.SignUp();
        using var device = E2EDevice.Fresh(diary.Server.Client());
        var input = device.SignUpInput();
        var kdf = (Dictionary<string, object?>)((Dictionary<string, object?>)((Dictionary<string, object?>)input["credential"]!)
            ["authKey"]!)["kdf"]!;
        (kdf["memoryKiB"], kdf["iterations"]) = (128 * 1024, 4);
        await device.SignUp(input);

        var own = await Parameters(device.Client, $" {device.Email.ToUpperInvariant()}");
        Assert.Equal(("E2E", device.Id.ToString(), 128 * 1024, 4, 1),
            (own.Tier, own.AccountId, own.Kdf!.MemoryKiB, own.Kdf.Iterations, own.Kdf.Parallelism));
        Assert.Equal((byte[])kdf["salt"]!, own.Kdf.Salt);
        var id = (await uce.Data("{ me { id } }")).Text("me.id");
        Assert.Equal(("UCE", id, null), await Parameters(uce, uce.Email));
    }

    [Fact]
    public async Task Unknown_addresses_have_some_of_their_own_that_never_change()
    {
        var database = await diary.Postgres.CreateDatabase();
        var vaultKey = new byte[32];
        List<(string Tier, string AccountId, Argon2idParameters? Kdf)> first, second;
        var addresses = Enumerable.Range(0, 64).Select(_ => SignUpTests.Address()).ToList();
        await using (var server = await DiaryServer.Start(database, vaultKey))
        {
            using var client = server.Client();
            first = await All(client, addresses);
            Assert.Equal(Printed(first), Printed(await All(client, [.. addresses.Select(a => $"{a.ToUpperInvariant()}\t")])));
        }

        await using (var server = await DiaryServer.Start(database, vaultKey))
        {
            using var client = server.Client();
            second = await All(client, addresses);
        }

        Assert.Equal(Printed(first), Printed(second));
        Assert.InRange(first.Count(p => p.Tier == "E2E"), 8, 56); // a mix of both: by chance outside once in 10^10 runs
        Assert.All(first, p => Assert.Equal(p.Tier == "E2E", p.Kdf is not null));
        Assert.All(first, p => Assert.Equal(4, Guid.ParseExact(p.AccountId, "D").Version));
        Assert.Equal(64, first.DistinctBy(p => p.AccountId).Count());
        var kdfs = first.Where(p => p.Kdf is not null).Select(p => p.Kdf!).ToList();
        Assert.All(kdfs, k => Assert.Equal((65_536, 3, 1, 16), (k.MemoryKiB, k.Iterations, k.Parallelism, k.Salt.Length)));
        Assert.Equal(kdfs.Count, kdfs.Select(k => Convert.ToHexString(k.Salt)).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task An_id_does_not_tell_whether_somebody_has_the_address()
    {
        using var client = diary.Server.Client();
        using var made = await diary.SignUp();
        var named = SignUpTests.Address();
        Assert.Equal("", (await SignUpTests.SignUp(client, named, id: Guid.NewGuid())).Problems());
        using var device = await E2EDevice.SignUp(diary.Server.Client());
        var ids = new List<Guid>();
        foreach (var email in new[] { made.Email, named, device.Email, SignUpTests.Address(), SignUpTests.Address() })
        {
            ids.Add(Guid.ParseExact((await Parameters(client, email)).AccountId, "D"));
        }

        Assert.All(ids, id => Assert.Equal((4, 0b10), (id.Version, id.Variant >> 2)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no address")]
    public async Task What_is_no_address_is_answered_like_one(string email)
    {
        using var client = diary.Server.Client();
        Assert.Equal(await Parameters(client, email) with { Kdf = null }, await Parameters(client, email) with { Kdf = null });
    }

    internal static async Task<(string Tier, string AccountId, Argon2idParameters? Kdf)> Parameters(DiaryClient client, string email)
    {
        var answer = (await client.Data(Document, new { email })).At("signInParameters");
        return (answer.Text("tier")!, answer.Text("accountId")!, answer.IsNull("kdf") ? null : new Argon2idParameters(
            answer.At("kdf.salt").GetBytesFromBase64(), answer.Number("kdf.memoryKiB"), answer.Number("kdf.iterations"),
            answer.Number("kdf.parallelism")));
    }

    private static IEnumerable<string> Printed(IEnumerable<(string Tier, string AccountId, Argon2idParameters? Kdf)> all) =>
        all.Select(p => $"{p.Tier} {p.AccountId} {(p.Kdf is null ? "" : Convert.ToHexString(p.Kdf.Salt))}");

    private static async Task<List<(string Tier, string AccountId, Argon2idParameters? Kdf)>> All(
        DiaryClient client, IEnumerable<string> addresses)
    {
        var all = new List<(string, string, Argon2idParameters?)>();
        foreach (var address in addresses)
        {
            all.Add(await Parameters(client, address));
        }

        return all;
    }
}
