using System.Net;
using Diary.TestKit;

namespace Diary.Silo.Tests.Running;

public sealed class StartTests
{
    [Fact]
    public async Task A_start_with_nothing_configured_prints_one_line_and_an_interrupt_stops_all_of_it()
    {
        using var folder = new TemporaryFolder("start");
        await using var silo = await SiloProcess.Start(folder.Path);
        using var client = silo.Client();
        using var ready = await client.Http.GetAsync(new Uri(silo.Url, "/health/ready"), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);

        Assert.Equal(0, await silo.Interrupt());
        // A machine under load may have Orleans warn of its own slowness; the product itself says one thing.
        Assert.Equal($"Personal Diary is ready at {silo.Url}",
            Assert.Single(silo.Output, l => !l.StartsWith("warn: Orleans.", StringComparison.Ordinal)));
        Assert.Empty(Directory.EnumerateFiles(folder.Path, "postmaster.pid", SearchOption.AllDirectories)); // PostgreSQL has ended too
    }

    [Fact]
    public async Task A_second_start_adopts_the_same_data()
    {
        using var folder = new TemporaryFolder("restart");
        var id = Guid.CreateVersion7();
        string email;
        await using (var silo = await SiloProcess.Start(folder.Path))
        {
            using var client = silo.Client();
            await client.SignUp();
            email = client.Email;
            await client.CreateEntry(id, new { body = "still here" });
            Assert.Equal(0, await silo.Interrupt());
        }

        await using var again = await SiloProcess.Start(folder.Path);
        using var reader = again.Client();
        var signIn = await reader.Data(
            "mutation ($input: SignInInput!) { signIn(input: $input) { session { accessToken refreshToken } } }",
            new { input = new { email, credential = new { password = DiaryClient.Password }, device = "again" } });
        reader.Use(signIn.GetProperty("signIn").GetProperty("session"));
        var entry = await reader.Data("query ($id: ID!) { entry(id: $id) { content { ... on PlainContent { body } } } }", new { id });
        Assert.Equal("still here", entry.GetProperty("entry").GetProperty("content").GetProperty("body").GetString());
        Assert.Equal(0, await again.Interrupt());
    }

    [Fact]
    public async Task Migrate_makes_the_schemas_and_ends()
    {
        using var folder = new TemporaryFolder("migrate");
        await using var silo = SiloProcess.Launch(["migrate"], ("Diary:Data", folder.Path));

        Assert.Equal(0, await silo.Exit());
        Assert.Empty(silo.Output);
    }
}
