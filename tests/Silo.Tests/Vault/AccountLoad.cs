using System.Collections.Concurrent;
using System.Text.Json;
using Diary.Domain.Accounts;
using Diary.Silo.Tests.Running;
using Diary.TestKit;

namespace Diary.Silo.Tests.Vault;

/// <summary>
/// What people of both tiers do with their accounts, over and over until it is enough: sign in and out, renew a session, change the
/// password, write and read. An answer that says that trying again may help is tried again; anything else that fails ends the load.
/// </summary>
internal sealed class AccountLoad : IAsyncDisposable
{
    private const int Few = 5;
    private const int Tries = 5;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly string[] Passwords = [DiaryClient.Password, "seven purple elephants knit", "nine yellow teapots whistle"];

    private readonly List<Person> _people = [];
    private readonly List<Worker> _workers = [];
    private readonly CancellationTokenSource _enough = new();
    private SemaphoreSlim? _turnstile;

    /// <summary>The UCE accounts' first sessions.</summary>
    public IEnumerable<DiaryClient> Uce => _people.Where(p => p.Client.Sealing is null).Select(p => p.Client);

    /// <summary>Signs people up, has each write, and begins.</summary>
    /// <param name="client">Makes a client without a session.</param>
    /// <param name="entries">How many entries each UCE account has to begin with; an E2E account has a few.</param>
    public static async Task<AccountLoad> Start(Func<DiaryClient> client, int entries)
    {
        var load = new AccountLoad();
        foreach (var tier in new[] { Tier.Uce, Tier.E2E })
        {
            var first = tier == Tier.Uce ? entries : Few;
            var (steady, changing) = (await load.SignUp(client(), tier, first), await load.SignUp(client(), tier, first));
            load.Begin(() => SignsIn(steady));
            load.Begin(() => Renews(steady));
            load.Begin(() => ChangesPassword(changing));
        }

        load._turnstile = new SemaphoreSlim(load._workers.Count);
        foreach (var worker in load._workers)
        {
            worker.Run = load.Run(worker);
        }

        return load;
    }

    /// <summary>Waits until each kind of work was done once more from its beginning to its end.</summary>
    public async Task GoesOn()
    {
        var goals = _workers.Select(w => (Worker: w, Goal: w.Done + 2)).ToList(); // the first of them may have begun before
        using var timeout = new CancellationTokenSource(Patience);
        using var looks = new PeriodicTimer(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        while (goals.Any(g => g.Worker.Done < g.Goal))
        {
            foreach (var failed in _workers.Where(w => w.Run.IsCompleted))
            {
                await failed.Run;
            }

            await looks.WaitForNextTickAsync(timeout.Token);
        }
    }

    /// <summary>Does something while no request is under way.</summary>
    public async Task Between(Action act)
    {
        for (var i = 0; i < _workers.Count; i++)
        {
            await _turnstile!.WaitAsync(Patience);
        }

        act();
        _turnstile!.Release(_workers.Count);
    }

    /// <summary>Ends the load; throws where any of it had failed.</summary>
    public async Task Stop()
    {
        await _enough.CancelAsync();
        await Task.WhenAll(_workers.Select(w => w.Run));
    }

    /// <summary>Everyone signs in anew, then once more by a recovery code, and reads all that they wrote.</summary>
    /// <param name="url">The server's endpoint by now.</param>
    public async Task AssertAllOpens(Uri url)
    {
        foreach (var person in _people)
        {
            using var kept = person.Client.Another(url);
            kept.SignWith(person.Client.AccessToken);
            using var fresh = person.Client.Another(url);
            Assert.Empty(Problems(await fresh.SignInAgain(person.Password)));
            Assert.Equal(person.Entries.Order(), (await kept.AllIds()).Order());
            Assert.Equal(person.Entries.Order(), (await fresh.AllIds()).Order());

            using var recovered = person.Client.Another(url);
            var payload = await recovered.Recover(recovered.Email, person.Code, recovered.NextCredential(Passwords[^1]));
            Assert.Empty(Problems(payload));
            recovered.Use(payload.GetProperty("session"));
            Assert.Equal(person.Entries.Order(), (await recovered.AllIds()).Order());
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _enough.CancelAsync();
        await Record.ExceptionAsync(() => Task.WhenAll(_workers.Select(w => w.Run)));
        _people.ForEach(p => p.Client.Dispose());
        _turnstile?.Dispose();
        _enough.Dispose();
    }

    private async Task<Person> SignUp(DiaryClient client, Tier tier, int entries)
    {
        object code;
        if (tier == Tier.Uce)
        {
            code = new { code = (await client.SignUp()).GetProperty("recoveryCodes")[0].GetString() };
        }
        else
        {
            await client.SignUp(tier);
            code = new { verifier = client.Sealing!.Device.Verifier(client.Sealing.Device.Codes[0]) };
        }

        var person = new Person(client, code);
        for (var written = 0; written < entries; written += 20)
        {
            await Task.WhenAll(Enumerable.Range(0, Math.Min(20, entries - written)).Select(_ => Write(person, client)));
        }

        _people.Add(person);
        return person;
    }

    private void Begin(Func<Task> work) => _workers.Add(new Worker(work));

    private async Task Run(Worker worker)
    {
        while (!_enough.IsCancellationRequested)
        {
            await _turnstile!.WaitAsync();
            try
            {
                await worker.Work();
                worker.Done++;
            }
            finally
            {
                _turnstile.Release();
            }
        }
    }

    private static async Task SignsIn(Person person)
    {
        using var client = person.Client.Another();
        Assert.Empty(Problems(await Heal(() => client.SignInAgain(person.Password))));
        await Read(person, client);
        Assert.Equal(1, (await Heal(() => client.Data("mutation { signOut { ended } }"))).GetProperty("signOut").GetProperty("ended")
            .GetInt32());
    }

    private static async Task Renews(Person person)
    {
        await Renew(person.Client);
        await Write(person, person.Client);
        await Read(person, person.Client);
    }

    private static async Task ChangesPassword(Person person)
    {
        var next = Passwords[person.Password == Passwords[0] ? 1 : 0];
        var (current, set) = (await person.Client.Credential(person.Password), person.Client.NextCredential(next));
        var payload = await Heal(() => person.Client.ChangePassword(current, set));
        Assert.Empty(Problems(payload));
        person.Client.Use(payload.GetProperty("session"));
        person.Password = next;
        await Renew(person.Client);
        await Read(person, person.Client);
        await SignsIn(person);
    }

    private static async Task Renew(DiaryClient client)
    {
        var payload = (await Heal(() => client.Data(
            "mutation ($token: String!) { refreshSession(refreshToken: $token) { session { accessToken refreshToken } "
            + "problems { code field } } }", new { token = client.RefreshToken }))).GetProperty("refreshSession");
        Assert.Empty(Problems(payload));
        client.Use(payload.GetProperty("session"));
    }

    private static async Task Write(Person person, DiaryClient client)
    {
        var id = Guid.CreateVersion7();
        Assert.Empty(Problems(await Heal(() => client.CreateEntry(id, new { body = $"entry {id}" }))));
        person.Entries.Enqueue(id);
    }

    private static async Task Read(Person person, DiaryClient client)
    {
        var id = person.Entries.ElementAt(Random.Shared.Next(person.Entries.Count));
        var data = await Heal(() => client.Data(
            "query ($id: ID!) { entry(id: $id) { id content { ... on PlainContent { body } } } }", new { id }));
        Assert.Equal($"entry {id}", data.GetProperty("entry").GetProperty("content").GetProperty("body").GetString());
    }

    /// <summary>Sends a request again where its answer says that this may help.</summary>
    private static async Task<JsonElement> Heal(Func<Task<JsonElement>> request)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await request();
            }
            catch (InvalidOperationException e)
                when (attempt < Tries && e.Message.Contains("retryAfterSeconds", StringComparison.Ordinal))
            {
                // It is healed, or is not at the last try.
            }
        }
    }

    private static List<string> Problems(JsonElement payload) =>
        [.. payload.GetProperty("problems").EnumerateArray().Select(p => p.GetRawText())];

    private sealed class Person(DiaryClient client, object code)
    {
        public DiaryClient Client => client;

        public object Code => code;

        public string Password { get; set; } = Passwords[0];

        public ConcurrentQueue<Guid> Entries { get; } = new();
    }

    private sealed class Worker(Func<Task> work)
    {
        private int _done;

        public Func<Task> Work => work;

        public Task Run { get; set; } = Task.CompletedTask;

        public int Done
        {
            get => Volatile.Read(ref _done);
            set => Volatile.Write(ref _done, value);
        }
    }
}
