using System.Globalization;
using Diary.FacebookFake;
using Diary.TestKit;

namespace Diary.GraphQL.Tests.Facebook;

/// <summary>A thousand operations while every fifth call goes wrong in one of all ways that pass by themselves.</summary>
public sealed class FaultStormTests(DiaryFixture fixture)
{
    private const int Accounts = 25;
    private const int Rounds = 20;
    private const double Rate = 0.2;

    private static readonly Fault[] Kinds =
    [
        Fault.Of(GraphError.Unknown), Fault.Of(GraphError.Down), Fault.Of(GraphError.UserLimit), Fault.Of(GraphError.PageLimit),
        Fault.Of(GraphError.AppLimit), new Fault(FaultKind.ErrorIn200, GraphError.Down), new Fault(FaultKind.ResetBefore),
        new Fault(FaultKind.ResetAfter), new Fault(FaultKind.Html502), new Fault(FaultKind.Truncated),
        new Fault(FaultKind.Usage, AppUsage: 96), new Fault(FaultKind.Error, GraphError.PageLimit, PageUsage: (100, 40)),
    ];

    [Fact]
    public async Task A_thousand_operations_end_well_and_nothing_is_published_twice_or_lost()
    {
        await using var scene = await FacebookScene.Start(fixture);
        var owners = new List<Owner>();
        for (var i = 0; i < Accounts; i++)
        {
            scene.World.SignedIn = scene.World.AddUser($"User {i}");
            var page = scene.World.AddPage(scene.World.SignedIn, $"Page {i}");
            owners.Add(new Owner(await scene.Connected(pull: false, publish: true), scene.World.SignedIn, page));
            scene.World.SignedIn.Granted.Add("user_posts");
        }

        scene.Facebook.Faults.ByChance(Rate, seed: 20261127, Kinds);
        var (well, ended) = (0, 0);
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var owner in owners)
            {
                scene.World.AddPost(owner.User, string.Create(CultureInfo.InvariantCulture, $"Post {round}"), scene.World.Now);
            }

            var jobs = (await Task.WhenAll(owners.Select(o => o.Begin(round)))).SelectMany(j => j).ToList();
            while (jobs.Count > 0)
            {
                var states = await Task.WhenAll(jobs.Select(j => j.Owner.State(j.Id)));
                well += states.Count(s => s == "SUCCEEDED");
                ended += states.Count(s => s is "SUCCEEDED" or "FAILED");
                jobs = [.. jobs.Where((_, i) => states[i] is not ("SUCCEEDED" or "FAILED"))];
                if (states.All(s => s is not ("QUEUED" or "RUNNING")) && jobs.Count > 0)
                {
                    scene.Clock.Move(TimeSpan.FromMinutes(20));
                    await Task.WhenAll(owners.Select(o => o.Client.Renew()));
                }
            }
        }

        scene.Facebook.Faults.Clear();
        TestContext.Current.SendDiagnosticMessage($"{well} of {ended} operations ended well; {scene.Facebook.Calls.Count} calls.");
        Assert.Equal(2 * Accounts * Rounds, ended);
        Assert.InRange(well, 0.99 * ended, ended);
        foreach (var owner in owners)
        {
            var texts = Enumerable.Range(0, Rounds).ToList();
            Assert.Equal(texts.Select(Owner.Message).Order(StringComparer.Ordinal),
                owner.Page.Posts.Select(p => p.Message!).Order(StringComparer.Ordinal));
            Assert.Equal(2 * Rounds, await owner.Entries());
            owner.Client.Dispose();
        }
    }

    private sealed record Owner(DiaryClient Client, FakeUser User, FakePage Page)
    {
        public static string Message(int round) => string.Create(CultureInfo.InvariantCulture, $"Published in round {round}");

        public async Task<IEnumerable<(Owner Owner, string Id)>> Begin(int round)
        {
            var id = Guid.CreateVersion7();
            await Client.CreateEntry(id, new { body = Message(round) });
            var data = await Client.Data(
                "mutation ($input: PublishToFacebookInput!) { publishToFacebook(input: $input) { job { id } } "
                + "pullFromFacebook { job { id } } }",
                new { input = new { entryId = id, pageId = Page.Id, message = Message(round) } });
            return [(this, data.Text("publishToFacebook.job.id")!), (this, data.Text("pullFromFacebook.job.id")!)];
        }

        public async Task<string> State(string job)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            return (await Client.Data("query ($job: ID!) { job(id: $job) { state } }", new { job })).Text("job.state")!;
        }

        public async Task<int> Entries() => (await Client.Data("{ entries { totalCount } }")).At("entries").Number("totalCount");
    }
}
