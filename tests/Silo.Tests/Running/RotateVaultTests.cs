using System.Collections.Concurrent;
using Diary.Silo.Tests.Vault;
using Diary.TestKit;

namespace Diary.Silo.Tests.Running;

public sealed class RotateVaultTests
{
    [Fact]
    public async Task The_vault_turns_under_load_though_the_turn_is_killed_half_way_and_nothing_fails_or_is_lost()
    {
        using var folder = new TemporaryFolder("rotate");
        var file = Path.Combine(folder.Path, "vault.key");
        var written = new ConcurrentQueue<Guid>();
        string before, token;
        await using (var silo = await SiloProcess.Start(folder.Path))
        {
            using var client = silo.Client();
            await client.SignUp();
            token = client.AccessToken;
            before = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
            using var enough = new CancellationTokenSource();
            await using var accounts = await AccountLoad.Start(silo.Client, entries: 2);
            var load = Enumerable.Range(0, 4).Select(_ => Write(client, written, enough.Token)).ToList();

            await using (var killed = Rotate(folder.Path))
            {
                await killed.Says("Waiting");
                await killed.Kill();
            }

            Assert.Equal(2, (await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken)).Length);
            await using (var rotate = Rotate(folder.Path))
            {
                Assert.Equal(0, await rotate.Exit());
                Assert.Equal("The vault has turned: the old key is destroyed.", rotate.Output[^1]);
            }

            await enough.CancelAsync();
            await Task.WhenAll(load);
            await accounts.GoesOn();
            await accounts.Stop();
            await accounts.AssertAllOpens(silo.Url);
            Assert.InRange(written.Count, 20, int.MaxValue);
            Assert.DoesNotContain(
                before.Trim(), await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), StringComparison.Ordinal);
            Assert.Equal(0, await silo.Interrupt());
        }

        await using var again = await SiloProcess.Start(folder.Path);
        using var reader = again.Client();
        reader.SignWith(token);
        foreach (var id in written)
        {
            var data = await reader.Data("query ($id: ID!) { entry(id: $id) { content { ... on PlainContent { body } } } }", new { id });
            Assert.Equal($"{id}", data.GetProperty("entry").GetProperty("content").GetProperty("body").GetString());
        }

        Assert.Equal(0, await again.Interrupt());
    }

    [Fact]
    public async Task A_start_under_a_key_that_the_vault_has_turned_away_from_is_refused()
    {
        using var folder = new TemporaryFolder("retired");
        var file = Path.Combine(folder.Path, "vault.key");
        await using (var silo = await SiloProcess.Start(folder.Path))
        {
            Assert.Equal(0, await silo.Interrupt());
        }

        var before = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        await using (var rotate = SiloProcess.Launch(["rotate-vault"], ("Diary:Data", folder.Path), ("Diary:VaultTurnPause", "0")))
        {
            Assert.Equal(0, await rotate.Exit());
        }

        await File.WriteAllTextAsync(
            file, before + await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
        await using var again = SiloProcess.Launch(
            [], ("Diary:Data", folder.Path), ("Diary:Url", $"http://127.0.0.1:{SiloProcess.FreePort()}"));
        Assert.Equal(1, await again.Exit());
        Assert.Equal($"Diary:VaultKeyFile ({file}) begins with a key that the vault has turned away from.", Assert.Single(again.Output));
    }

    private static SiloProcess Rotate(string folder) =>
        SiloProcess.Launch(["rotate-vault"], ("Diary:Data", folder), ("Diary:VaultTurnPause", "6"));

    private static async Task Write(DiaryClient client, ConcurrentQueue<Guid> written, CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
        {
            var id = Guid.CreateVersion7();
            var payload = await client.CreateEntry(id, new { body = $"{id}" });
            Assert.Equal(1, payload.GetProperty("entry").GetProperty("version").GetInt32());
            Assert.Equal($"{id}", payload.GetProperty("entry").GetProperty("content").GetProperty("body").GetString());
            written.Enqueue(id);
        }
    }
}
