using Diary.Domain.Accounts;
using Diary.TestKit;
using Npgsql;

namespace Diary.GraphQL.Tests.Tags;

/// <summary>A rename that the server is too slow for: it is cut off between two commits, and goes on from there.</summary>
public sealed class LongRenameTests(DiaryFixture diary)
{
    private const int Carriers = 130; // two chunks of 64, which one commit takes, and a rest
    private const string Rename = "mutation { renameTag(from: \"walk\", to: \"stroll\") { tags { name entryCount } problems { code } } }";
    private static readonly DateOnly FirstDay = new(2026, 1, 1);

    [Fact]
    public async Task What_twenty_seconds_do_not_suffice_for_is_left_to_the_same_request()
    {
        var clock = new MovableClock();
        await using var server = await diary.StartServer(clock);
        using var client = await server.SignUp(Tier.Uce);
        await Write(client);

        await using var database = NpgsqlDataSource.Create(server.ConnectionString);
        await using var connection = await database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var hold = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using (var row = new NpgsqlCommand("SELECT FROM read.entry_tags WHERE entry_date = $1 FOR UPDATE", connection, hold))
        {
            row.Parameters.AddWithValue(FirstDay.AddDays(100)); // of the second chunk
            await row.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        var renaming = client.Send(Rename);
        await SecondChunkWaits(database, renaming);
        clock.Move(TimeSpan.FromSeconds(21));
        await hold.RollbackAsync(TestContext.Current.CancellationToken);

        var cutOff = await renaming;
        Assert.Equal(("UNAVAILABLE", 1), (cutOff.Codes(), cutOff.Number("errors.0.extensions.retryAfterSeconds")));
        Assert.Equal(["stroll 128", "walk 2"], await Tags(client));
        var again = await client.Data(Rename);
        Assert.Equal(("", 130), (again.At("renameTag").Problems(), again.Number("renameTag.tags.0.entryCount")));
        Assert.Equal(["stroll 130"], await Tags(client));
        Assert.Equal(Carriers, await Renamings(client)); // each entry once
    }

    private static Task Write(DiaryClient client) => Task.WhenAll(Enumerable.Range(0, Carriers).Chunk(Carriers / 5).Select(async days =>
    {
        foreach (var day in days)
        {
            var date = FirstDay.AddDays(day).ToString("O", System.Globalization.CultureInfo.InvariantCulture);
            await client.CreateEntry(Guid.CreateVersion7(), new { body = "", tags = new[] { "walk" } }, date);
        }
    }));

    /// <summary>Until a commit waits for the row that is held.</summary>
    private static async Task SecondChunkWaits(NpgsqlDataSource database, Task renaming)
    {
        await using var waiting = database.CreateCommand(
            "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock')");
        while (await waiting.ExecuteScalarAsync(TestContext.Current.CancellationToken) is false)
        {
            Assert.False(renaming.IsCompleted);
        }
    }

    private static async Task<List<string>> Tags(DiaryClient client) => [.. (await client.Data("{ tags { name entryCount } }"))
        .At("tags").EnumerateArray().Select(t => $"{t.Text("name")} {t.Number("entryCount")}").Order(StringComparer.Ordinal)];

    private static async Task<int> Renamings(DiaryClient client) =>
        (await client.Data("{ changes(first: 1000) { edges { node { kind } } } }")).At("changes.edges").Texts("node.kind")
            .Count(kind => kind == "TAGGED");
}
