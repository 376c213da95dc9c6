using Diary.TestKit;

namespace Diary.GraphQL.Tests.Jobs;

public sealed class JobProgressTests(DiaryFixture diary)
{
    private const string Query = "subscription ($id: ID!) { jobProgress(id: $id) { id kind state done total } }";

    [Fact]
    public async Task A_job_is_told_as_it_stands_then_as_it_moves_and_ends_when_it_is_over()
    {
        var clock = new MovableClock();
        await using var server = await diary.StartServer(clock);
        using var client = await server.SignUp(Domain.Accounts.Tier.Uce);
        await client.CreateEntry(Guid.CreateVersion7(), new { body = "One" });
        var id = (await client.Data("mutation { rotateKeys { job { id } } }")).Text("rotateKeys.job.id");
        using var socket = await SocketClient.Connect(client.Url, client.AccessToken);
        await socket.Subscribe("job", Query, new { id });
        var states = new List<string?>();
        while (await socket.Next() is { } message && message.Text("type") == "next")
        {
            var job = message.At("payload.data.jobProgress");
            Assert.Equal((id, "KEY_ROTATION"), (job.Text("id"), job.Text("kind")));
            states.Add(job.Text("state"));
            if (states.Count == 1)
            {
                clock.Move(GraphQL.Jobs.KeyRotations.Quiet + TimeSpan.FromSeconds(1)); // what the rotation waits for
                await client.Data("{ me { id } }");
            }
        }

        Assert.Null(socket.Closed);
        Assert.Equal("SUCCEEDED", states[^1]);
        await socket.Subscribe("again", Query, new { id }); // over already: told once
        Assert.Equal("SUCCEEDED", (await socket.Next())!.Value.Text("payload.data.jobProgress.state"));
        Assert.Equal("complete", (await socket.Next())!.Value.Text("type"));
    }

    [Fact]
    public async Task Anothers_job_is_worth_what_an_absent_one_is_worth()
    {
        using var ada = await diary.SignUp();
        using var eve = await diary.SignUp();
        var id = (await ada.Data("mutation { rotateKeys { job { id } } }")).Text("rotateKeys.job.id");
        using var socket = await SocketClient.Connect(eve.Url, eve.AccessToken);
        var answers = new List<string>();
        foreach (var asked in new[] { id, Guid.CreateVersion7().ToString(), "no id" })
        {
            await socket.Subscribe("job", Query, new { id = asked });
            answers.Add((await socket.Next())!.Value.GetRawText());
        }

        Assert.Contains("\"NOT_FOUND\"", Assert.Single(answers.Distinct(StringComparer.Ordinal)), StringComparison.Ordinal);
    }
}
