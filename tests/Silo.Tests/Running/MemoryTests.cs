using System.Diagnostics;
using System.Text;
using Diary.TestKit;

namespace Diary.Silo.Tests.Running;

/// <summary>What a thief of the process's memory finds of a user who is not signed in any more.</summary>
public sealed class MemoryTests
{
    private const string Title = "Zimtsternabend-Kanarienvogel";
    private const string Body = "Der Leuchtturmwaerter hat heute einen ungewoehnlichen Brief bekommen";
    private const string Mood = "quietschvergnuegtheit";
    private const string Tag = "geheimschubladenkiste";
    private const string Device = "Kanarientelefon-der-Tante";
    private const string Password = "Windmuehlenfluegelsalat-4711";

    [Fact]
    public async Task A_minute_after_the_sign_out_no_word_and_no_secret_is_in_memory()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Another process's memory is read through /proc.");
        using var folder = new TemporaryFolder("memory");
        await using var silo = await SiloProcess.Start(folder.Path);
        using var client = silo.Client();
        var email = $"kanarienvogel-{Guid.NewGuid():N}@example.org";
        var signUp = (await client.Data(
            "mutation ($input: SignUpInput!) { signUp(input: $input) { session { accessToken refreshToken } recoveryCodes } }",
            new { input = new { email, tier = "UCE", credential = new { password = Password }, device = Device } })).GetProperty("signUp");
        client.Use(signUp.GetProperty("session"));
        var secrets = new[]
        {
            Title, Body, Mood, Tag, Device, Password, email, client.AccessToken[100..180], client.RefreshToken[100..180],
            signUp.GetProperty("recoveryCodes")[0].GetString()!,
        };
        var needles = secrets.SelectMany(s => new[] { (s, Encoding.UTF8.GetBytes(s)), ($"{s} (UTF-16)", Encoding.Unicode.GetBytes(s)) })
            .ToDictionary(p => p.Item1, p => p.Item2);
        for (var i = 0; i < 5; i++)
        {
            var id = Guid.CreateVersion7();
            await client.CreateEntry(id, new { title = Title, body = Body, mood = Mood, tags = new[] { Tag } });
            await client.EditEntry(id, 1, new { title = Title, body = $"{Body} {i}", mood = Mood, tags = new[] { Tag } });
        }

        await client.Data($"{{ entries {{ nodes {{ {DiaryClient.EntryFields} }} }} tags {{ name }} me {{ email }} }}");
        Assert.Contains(Body, MemoryScan.Find(silo.Id, needles)); // the search does find what is there
        await client.Data("mutation { signOut { ended } }");

        var since = Stopwatch.StartNew();
        IReadOnlyList<string> left;
        do
        {
            left = MemoryScan.Find(silo.Id, needles);
        }
        while (left.Count > 0 && since.Elapsed < TimeSpan.FromMinutes(1));
        Assert.Empty(left);
    }
}
