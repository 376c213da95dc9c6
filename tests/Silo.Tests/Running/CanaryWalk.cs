using System.Text.Json;
using Diary.FacebookFake;
using Diary.TestKit;

namespace Diary.Silo.Tests.Running;

/// <summary>
/// Does everything that can be done with an account, in words that stand nowhere else. Every mutation that the schema has must be among
/// it, so that a new one is not forgotten.
/// </summary>
internal sealed class CanaryWalk(DiaryClient client, bool e2e)
{
    public const string Title = "Zimtsternabend-Kanarienvogel";
    public const string Body = "Der Leuchtturmwärter hat \"heute\" einen ungewöhnlichen Brief bekommen";
    public const string Tag = "geheimschublade";

    /// <summary>Stands in a text of several kilobytes, which no first buffer holds.</summary>
    private const string Often = "Schaukelpferdwettrennenfieber";

    /// <summary>A word of <see cref="Body"/> as search folds it.</summary>
    private const string Folded = "leuchtturmwärter";

    private const string OtherTag = "kuckucksuhrenfach";
    private const string Mood = "quietschvergnuegtheit";
    private const string Place = "Krokodilsteinweg-Siebzehn";
    private const string Weather = "nebelschwadengewitter";
    private const string Device = "Kanarientelefon-der-Tante";
    private const string Password = "Windmuehlenfluegelsalat-4711";
    private const string NextPassword = "Dampflokomotivenkuchen-0815";
    private const string LastPassword = "Regenbogenforellenturm-2342";
    private const string Session = "session { accessToken refreshToken }";

    private readonly string _email = $"kanarienvogel.beobachter.{(e2e ? "e2e" : "uce")}@example.org";
    private readonly HashSet<string> _called = new(StringComparer.Ordinal);
    private readonly List<(string Name, byte[] Key)> _keys = [];
    private readonly List<string> _codes = [];
    private readonly List<string> _tokens = [];
    private E2EDevice? _device;
    private Guid _account;
    private string _password = Password;

    /// <summary>The data folder of the silo, where the keys of a UCE account are found.</summary>
    public required string Folder { get; init; }

    /// <summary>The Facebook that the silo uses; without it, that part is left out.</summary>
    public FakeFacebook? FakeFacebook { get; init; }

    /// <summary>Called between the parts of the walk, while the owner is signed in.</summary>
    public Func<Task> Pause { get; init; } = () => Task.CompletedTask;

    /// <summary>What an E2E client never sends, whatever it does.</summary>
    public IReadOnlyList<string> KeptByClients =>
    [
        Title, Body, Often, Folded, CanaryMedia.FileName, Mood, Tag, OtherTag, Place, Weather, Password, NextPassword, LastPassword,
        .. _codes,
    ];

    /// <summary>All that must be nowhere.</summary>
    public IReadOnlyList<string> Words => [.. KeptByClients, Device, _email, .. _tokens];

    /// <summary>Keys that must be nowhere; E2E: which the client never sends.</summary>
    public IReadOnlyList<(string Name, byte[] Key)> Keys => _keys;

    /// <summary>Writes, changes, reads and moves entries, and turns everything about the account but its end.</summary>
    public async Task Live()
    {
        await SignUp();
        await Moment();
        var id = Guid.CreateVersion7();
        var plain = new
        {
            title = Title,
            body = Body,
            mood = Mood,
            tags = new[] { Tag },
            location = new { name = Place, latitude = 1.0, longitude = 2.0 },
            weather = new { condition = Weather },
        };
        await client.CreateEntry(id, plain);
        await client.EditEntry(id, 1, new { plain.title, body = $"{Body}, wieder", plain.mood, plain.tags });
        _called.UnionWith(["createEntry", "editEntry"]);
        await Call("restoreRevision", "RestoreRevisionInput!", new { id, expectedVersion = 2, version = 1 }, "problems { code }");
        foreach (var mutation in new[] { "deleteEntry", "undeleteEntry", "purgeEntry" })
        {
            await Call(mutation, "EntryCommandInput!", new { id }, "problems { code }");
        }

        await client.CreateEntry(Guid.CreateVersion7(), plain);
        await client.CreateEntry(
            Guid.CreateVersion7(), new { body = string.Join(' ', Enumerable.Range(0, 200).Select(i => $"{Often} {i}")) });
        await Moment();
        var (tag, mood) = e2e ? ("x", "x") : (Tag, Mood);
        await client.Send($"{{ entries(filter: {{ tags: [\"{tag}\"], mood: \"{mood}\" }}) {{ nodes {{ id }} }} nonsense }}");
        await client.Data(
            $"{{ entries {{ nodes {{ {DiaryClient.EntryFields} }} }} tags {{ token }} me {{ email sessions {{ device }} }} "
            + "auditLog { nodes { device ipPrefix detail } } }");
        await Moment();
        await Find();
        await Moment();
        await Archives();
        await Moment();
        _called.UnionWith(["beginUpload", "completeUpload", "deleteMedia"]);
        await new CanaryMedia(client).Live();
        await Moment();
        await Facebook();
        await Moment();
        await Credentials();
        await Moment();
        if (!e2e)
        {
            await Call("rotateKeys", null, null, "job { state } problems { code }");
        }

        _called.Add("rotateKeys");
        await Sessions();
        await Moment();
    }

    /// <summary>
    /// Looks for words that are there, whole, by their beginnings and misspelt, and for one that is not, and names a tag anew.
    /// </summary>
    private async Task Find()
    {
        await Call("updateSettings", "UpdateSettingsInput!", new { language = "de", timeZone = "Europe/Vienna" }, "problems { code }");
        _called.Add("renameTag");
        if (e2e)
        {
            return;
        }

        const string search = "query ($query: String) { search(query: $query) { totalCount edges { snippet } } }";
        foreach (var query in new[] { Folded, $"\"{Body}\"", Folded[..9] + "*", Folded.Replace('c', 'k'), Often, "Nirgendwoschluessel" })
        {
            await client.Data(search, new { query });
        }

        await client.Data("query ($prefix: String!) { suggest(prefix: $prefix) }", new { prefix = Folded[..4] });
        await client.Data("mutation ($from: String!, $to: String!) { renameTag(from: $from, to: $to) { problems { code } } }",
            new { from = Tag, to = OtherTag });
    }

    /// <summary>
    /// Brings an archive in, which of an E2E diary the server reads, so that nothing of the walk stands in it; takes it back, and exports.
    /// </summary>
    private async Task Archives()
    {
        _called.UnionWith(["importArchive", "undoImport", "exportDiary", "cancelJob"]);
        var text = e2e ? "Nothing to hide" : $"{Body} {Often}";
        var (creationDate, tags) = ("2023-05-06T22:30:00Z", new[] { e2e ? "a" : Tag });
        var titled = $"# {(e2e ? "Plain" : Title)}\n{text}";
        var upload = Guid.CreateVersion7();
        var file = JsonSerializer.SerializeToUtf8Bytes(
            new { entries = new[] { new { creationDate, text = titled, tags }, new { creationDate, text, tags } } });
        Assert.Equal(201, (await client.Upload(upload, file, "application/json")).Status);
        var import = await Over(await Call(
            "importArchive", "ImportArchiveInput!", new { mediaId = upload, kind = "DAY_ONE" }, "job { id } problems { code }"));
        await client.Data("{ entries { nodes { content { __typename } } } }"); // has them indexed
        const string undo = "mutation ($id: ID!) { cancelJob(jobId: $id) { problems { code } } undoImport(jobId: $id) { job { id } } }";
        await Over((await client.Data(undo, new { id = import.GetProperty("id").GetGuid() })).GetProperty("undoImport"));
        var export = await Over(await Call("exportDiary", "ExportInput!", new { format = "JSON" }, "job { id } problems { code }"));
        Assert.NotEmpty(await client.Download(export.GetProperty("result")));
    }

    /// <summary>The server reads what Facebook shows, whatever the tier.</summary>
    private async Task Facebook()
    {
        _called.UnionWith(["connectFacebook", "configureFacebook", "pullFromFacebook", "publishToFacebook", "disconnectFacebook"]);
        if (FakeFacebook is not null)
        {
            var facebook = new CanaryFacebook(client, FakeFacebook);
            await facebook.Live(e2e ? "Nothing to hide" : $"{Body} {Often}", Over);
            _tokens.AddRange(facebook.Secrets);
        }
    }

    private async Task<JsonElement> Over(JsonElement payload)
    {
        const string query = "query ($id: ID!) { job(id: $id) { id state finishedAt result { url method headers { name value } } } }";
        var id = payload.GetProperty("job").GetProperty("id").GetGuid();
        using var pauses = new PeriodicTimer(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        while (true)
        {
            await pauses.WaitForNextTickAsync(TestContext.Current.CancellationToken);
            var job = (await client.Data(query, new { id })).GetProperty("job");
            if (job.GetProperty("finishedAt").ValueKind is not JsonValueKind.Null)
            {
                Assert.Contains(job.GetProperty("state").GetString(), new[] { "SUCCEEDED", "UNDONE" });
                return job;
            }
        }
    }

    /// <summary>Notes the keys as they are now, since some of them are replaced later, and pauses.</summary>
    private async Task Moment()
    {
        _keys.AddRange(_device is null ? await CanaryKeys.OfUce(Folder, _account, _password, _codes)
            : await CanaryKeys.OfE2E(_device, _password, _codes));
        await Pause();
    }

    /// <summary>Ends the account.</summary>
    public Task End() => Deleted();

    /// <summary>The mutations that the schema has and this walk does not call.</summary>
    public async Task<IReadOnlyList<string>> Forgotten() =>
        [.. (await client.Data("{ __schema { mutationType { fields { name } } } }")).GetProperty("__schema").GetProperty("mutationType")
            .GetProperty("fields").EnumerateArray().Select(f => f.GetProperty("name").GetString()!).Except(_called)];

    private async Task SignUp()
    {
        if (e2e)
        {
            _device = E2EDevice.Fresh(client, _email, Password);
            var input = _device.SignUpInput();
            input["device"] = Device;
            Keep((await _device.SignUp(input)).GetProperty("session"));
            client.Sealing = new E2ESealing(_device);
            _codes.AddRange(_device.Codes.Select(c => c.Print()));
        }
        else
        {
            var payload = await Call("signUp", "SignUpInput!",
                new { email = _email, tier = "UCE", credential = new { password = Password }, device = Device },
                $"{Session} account {{ id }} recoveryCodes");
            Keep(payload.GetProperty("session"));
            _account = payload.GetProperty("account").GetProperty("id").GetGuid();
            _codes.AddRange(payload.GetProperty("recoveryCodes").EnumerateArray().Select(c => c.GetString()!));
        }

        _called.Add("signUp");
    }

    private async Task Credentials()
    {
        await Call("signIn", "SignInInput!", new { email = _email, credential = await Wrong(), device = Device }, "problems { message }");
        var next = Next(NextPassword);
        Use(await Call("changePassword", "ChangePasswordInput!",
            new { current = await Current(), next = next.Credential, keyBundle = next.Bundle }, $"{Session} problems {{ code }}"));
        _password = NextPassword;
        var codes = await Call("replaceRecoveryCodes", "ReplaceRecoveryCodesInput!",
            new { current = await Current(), codes = _device?.MakeCodes() }, "recoveryCodes problems { code }");
        _codes.AddRange(e2e ? _device!.Codes.Select(c => c.Print())
            : codes.GetProperty("recoveryCodes").EnumerateArray().Select(c => c.GetString()!));
        if (e2e)
        {
            await Call("recoveryBundle", "RecoveryBundleInput!",
                new { email = _email, verifier = _device!.Verifier(_device.Codes[0]) }, "keyBundle problems { code }");
        }

        _called.Add("recoveryBundle");
        var last = Next(LastPassword);
        object code = e2e ? new { verifier = _device!.Verifier(_device.Codes[0]) } : new { code = _codes[^1] };
        Use(await Call("recover", "RecoverInput!",
            new { email = _email, code, next = last.Credential, device = Device, keyBundle = last.Bundle },
            $"{Session} problems {{ code }}"));
        _password = LastPassword;
    }

    private async Task Sessions()
    {
        var kept = (client.AccessToken, client.RefreshToken);
        Use(await Call("signIn", "SignInInput!", new { email = _email, credential = await Current(), device = Device },
            $"{Session} problems {{ code }}"));
        var renewed = (await client.Data(
            $"mutation ($token: String!) {{ refreshSession(refreshToken: $token) {{ {Session} }} }}", new { token = client.RefreshToken }))
            .GetProperty("refreshSession");
        Use(renewed);
        _called.UnionWith(["refreshSession", "revokeSession"]);
        await client.Data("mutation ($id: ID!) { revokeSession(id: $id) { ended } }", new { id = Guid.NewGuid() });
        await Call("revokeOtherSessions", null, null, "ended");
        await Call("signOut", null, null, "ended");
        Use(await Call("signIn", "SignInInput!", new { email = _email, credential = await Current(), device = Device },
            $"{Session} problems {{ code }}"));
        Assert.NotEqual(kept.AccessToken, client.AccessToken);
    }

    private async Task Deleted() =>
        await Call("deleteAccount", "DeleteAccountInput!", new { credential = await Current() }, "receipt { at } problems { code }");

    private void Use(JsonElement payload)
    {
        Assert.Empty(payload.TryGetProperty("problems", out var problems) ? problems.EnumerateArray() : []);
        Keep(payload.GetProperty("session"));
    }

    /// <summary>The ends of the tokens are remembered: all begin alike.</summary>
    private void Keep(JsonElement session)
    {
        client.Use(session);
        _tokens.AddRange([client.AccessToken[^80..], client.RefreshToken[^80..]]);
    }

    private async Task<object> Wrong() => e2e ? await _device!.Current($"{_password}!") : new { password = $"{_password}!" };

    private async Task<object> Current() => e2e ? await _device!.Current(_password) : new { password = _password };

    private (object Credential, byte[]? Bundle) Next(string password) =>
        e2e ? _device!.Next(password) : (new { password }, null);

    private async Task<JsonElement> Call(string mutation, string? inputType, object? input, string fields)
    {
        _called.Add(mutation);
        return (await client.Data(
            inputType is null ? $"mutation {{ {mutation} {{ {fields} }} }}"
                : $"mutation ($input: {inputType}) {{ {mutation}(input: $input) {{ {fields} }} }}",
            inputType is null ? null : new { input })).GetProperty(mutation);
    }
}
