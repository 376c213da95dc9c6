using System.Text;
using System.Text.Json;
using Diary.TestKit;

namespace Diary.Silo.Tests.Running;

/// <summary>
/// Known text is written through every mutation; then every file of the data folder, PostgreSQL's WAL and all logs are searched for it.
/// </summary>
public sealed class CanaryTests
{
    private const string Title = "Zimtsternabend-Kanarienvogel";
    private const string Body = "Der Leuchtturmwaerter hat heute einen ungewoehnlichen Brief bekommen";
    private const string Mood = "quietschvergnuegtheit";
    private const string Tag = "geheimschublade";
    private const string Place = "Krokodilsteinweg-Siebzehn";
    private const string Weather = "nebelschwadengewitter";
    private const string Device = "Kanarientelefon-der-Tante";
    private const string Password = "Windmuehlenfluegelsalat-4711";
    private const string Email = "kanarienvogel.beobachter@example.org";

    [Fact]
    public async Task No_plain_word_is_on_disk_or_in_a_log()
    {
        using var folder = new TemporaryFolder("canary");
        IReadOnlyList<string> output;
        List<string> secrets = [Title, Body, Mood, Tag, Place, Weather, Device, Password, Email];
        await using (var silo = await SiloProcess.Start(folder.Path))
        {
            using var client = silo.Client();
            secrets.AddRange(await WriteEverything(client));
            await silo.Kill(); // nothing is tidied up: what PostgreSQL has is on disk or in its WAL
            output = silo.Output;
        }

        await using (var again = await SiloProcess.Start(folder.Path))
        {
            Assert.Equal(0, await again.Interrupt()); // a checkpoint writes every page
            output = [.. output, .. again.Output];
        }

        var log = Path.Combine(folder.Path, "silo-output.log");
        await File.WriteAllLinesAsync(log, output, TestContext.Current.CancellationToken);
        Assert.Empty(Findings(folder.Path, secrets));

        var planted = Path.Combine(folder.Path, "planted");
        foreach (var form in Forms(Body).Select((bytes, i) => (Bytes: bytes, Name: $"{planted}-{i}")))
        {
            await File.WriteAllBytesAsync(form.Name, [1, 2, 3, .. form.Bytes, 4], TestContext.Current.CancellationToken);
            Assert.Equal([form.Name], Findings(folder.Path, [Body])); // the search does find what is there
            File.Delete(form.Name);
        }
    }

    private static async Task<IEnumerable<string>> WriteEverything(DiaryClient client)
    {
        var signUp = (await client.Data(
            "mutation ($input: SignUpInput!) { signUp(input: $input) { session { accessToken refreshToken } "
            + "recoveryCodes problems { message } } }",
            new { input = new { email = Email, tier = "UCE", credential = new { password = Password }, device = Device } }))
            .GetProperty("signUp");
        client.Use(signUp.GetProperty("session"));
        var plain = new
        {
            title = Title,
            body = Body,
            mood = Mood,
            tags = new[] { Tag },
            location = new { name = Place, latitude = 1.0, longitude = 2.0 },
            weather = new { condition = Weather },
        };
        var id = Guid.CreateVersion7();
        await client.CreateEntry(id, plain);
        await client.EditEntry(id, 1, new { plain.title, body = $"{Body}, wieder", plain.mood, plain.tags });
        await client.Data(
            "mutation ($id: ID!) { restoreRevision(input: { id: $id, expectedVersion: 2, version: 1 }) { problems { message } } "
            + "deleteEntry(input: { id: $id }) { problems { message } } undeleteEntry(input: { id: $id }) { problems { message } } }",
            new { id });
        await client.CreateEntry(Guid.CreateVersion7(), new { body = Body, tags = new[] { $"source:{Tag}" } }); // refused
        // A broken document.
        await client.Send($"{{ entries(filter: {{ tags: [\"{Tag}\"], mood: \"{Mood}\" }}) {{ nodes {{ id }} }} nonsense_{Tag} }}");
        await client.Data(
            "query ($id: ID!) { entry(id: $id) { diff(from: 1, to: 2) { text } content { ... on PlainContent { body } } } "
            + "tags { name } me { email } }", new { id });
        await client.Send("mutation ($input: SignInInput!) { signIn(input: $input) { problems { message } } }",
            new { input = new { email = Email, credential = new { password = $"{Password}!" }, device = Device } });
        return signUp.GetProperty("recoveryCodes").EnumerateArray().Select(c => c.GetString()!)
            .Concat([client.AccessToken[..60], client.RefreshToken[..60]]);
    }

    private static List<string> Findings(string folder, IEnumerable<string> secrets)
    {
        var forms = secrets.SelectMany(Forms).ToList();
        var found = new List<string>();
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            var bytes = File.ReadAllBytes(file);
            if (forms.Any(f => bytes.AsSpan().IndexOf(f) >= 0))
            {
                found.Add(file);
            }
        }

        return found;
    }

    /// <summary>UTF-8, UTF-16 of both orders, base64 at three alignments, hexadecimal of both cases, JSON-escaped.</summary>
    private static IEnumerable<byte[]> Forms(string secret)
    {
        var utf8 = Encoding.UTF8.GetBytes(secret);
        yield return utf8;
        yield return Encoding.UTF8.GetBytes(secret.ToLowerInvariant());
        yield return Encoding.Unicode.GetBytes(secret);
        yield return Encoding.BigEndianUnicode.GetBytes(secret);
        yield return Encoding.ASCII.GetBytes(Convert.ToHexString(utf8));
        yield return Encoding.ASCII.GetBytes(Convert.ToHexStringLower(utf8));
        yield return JsonSerializer.SerializeToUtf8Bytes(secret)[1..^1];
        for (var shift = 0; shift < 3; shift++)
        {
            var text = Convert.ToBase64String([.. new byte[shift], .. utf8]);
            yield return Encoding.ASCII.GetBytes(text[(shift == 0 ? 0 : 4)..(text.Length / 4 * 4 - 4)]);
        }
    }
}
