using System.Collections.Concurrent;
using System.Text.Json;
using Diary.TestKit;

namespace Diary.Silo.Tests.Running;

public sealed class KillTests
{
    private const int Writers = 16;

    [Fact]
    public async Task What_was_acknowledged_before_a_kill_is_there_once_and_the_rest_can_be_sent_again()
    {
        using var folder = new TemporaryFolder("kill");
        var attempted = new ConcurrentQueue<Guid>();
        var acknowledged = new ConcurrentQueue<Guid>();
        string email;
        await using (var silo = await SiloProcess.Start(folder.Path))
        {
            using var client = silo.Client();
            await client.SignUp();
            email = client.Email;
            var enough = new TaskCompletionSource();
            var writers = Enumerable.Range(0, Writers).Select(_ => Write(client, attempted, acknowledged, enough)).ToList();
            await enough.Task.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
            await silo.Kill();
            await Task.WhenAll(writers);
        }

        await using var again = await SiloProcess.Start(folder.Path);
        using var reader = again.Client();
        await SignIn(reader, email);
        var found = await reader.AllIds();
        Assert.Equal(found.Count, found.Distinct().Count());
        Assert.Empty(acknowledged.Except(found));
        Assert.Empty(found.Except(attempted));

        foreach (var id in attempted.Except(acknowledged))
        {
            Assert.Empty((await reader.CreateEntry(id, new { body = $"entry {id}" })).GetProperty("problems").EnumerateArray());
        }

        var complete = await reader.AllIds();
        Assert.Equal(attempted.Order(), complete.Order());
        Assert.Equal(0, await again.Interrupt());
    }

    private static async Task Write(
        DiaryClient client, ConcurrentQueue<Guid> attempted, ConcurrentQueue<Guid> acknowledged, TaskCompletionSource enough)
    {
        try
        {
            while (true)
            {
                var id = Guid.CreateVersion7();
                attempted.Enqueue(id);
                var payload = await client.CreateEntry(id, new { body = $"entry {id}" });
                Assert.Equal(1, payload.GetProperty("entry").GetProperty("version").GetInt32());
                acknowledged.Enqueue(id);
                if (acknowledged.Count >= 400)
                {
                    enough.TrySetResult();
                }
            }
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or IOException)
        {
            // the kill
        }
    }

    private static async Task SignIn(DiaryClient client, string email) => client.Use((await client.Data(
        "mutation ($input: SignInInput!) { signIn(input: $input) { session { accessToken refreshToken } } }",
        new { input = new { email, credential = new { password = DiaryClient.Password }, device = "after" } }))
            .GetProperty("signIn").GetProperty("session"));
}
