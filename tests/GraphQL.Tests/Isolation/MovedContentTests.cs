using System.Text.Json;
using Diary.Cryptography;
using Diary.Domain.Accounts;
using Diary.TestKit;

namespace Diary.GraphQL.Tests.Isolation;

/// <summary>Who writes to the database can move and change bodies and capsules: the reader gets an error then, and never a text.</summary>
public sealed class MovedContentTests(DiaryFixture diary)
{
    private const int HeaderLength = 72;
    private const int BodyLength = HeaderLength + 256 + 16; // of a short text: padded to 256 bytes, with a tag

    [Theory]
    [InlineData(Tier.Uce, true, false)]
    [InlineData(Tier.Uce, false, true)]
    [InlineData(Tier.Uce, true, true)]
    [InlineData(Tier.E2E, true, false)]
    [InlineData(Tier.E2E, false, true)]
    [InlineData(Tier.E2E, true, true)]
    public async Task What_is_sealed_opens_under_no_other_version_entry_or_account(Tier tier, bool capsules, bool bodies)
    {
        using var ada = await diary.SignUp(tier);
        using var eve = await diary.SignUp(tier);
        await using var writer = new DatabaseWriter(diary.Server);
        var first = await Write(ada, "Ada's first text");
        var second = await Edit(first, "Ada's second text");
        var elsewhere = await Write(ada, "Ada's text elsewhere");
        var eves = await Write(eve, "Eve's text");
        Place[] all = [first, second, elsewhere, eves];
        foreach (var other in new[] { second, elsewhere, eves })
        {
            await Swap();
            foreach (var place in all)
            {
                Assert.Equal(place == first || place == other ? null : place.Text, await Read(place));
            }

            await Swap(); // and back: it was nothing else that kept them shut
            foreach (var place in all)
            {
                Assert.Equal(place.Text, await Read(place));
            }

            async Task Swap()
            {
                if (capsules)
                {
                    await writer.Swap(first.Capsule, other.Capsule);
                }

                if (bodies)
                {
                    await writer.Swap(first.Event, other.Event);
                }
            }
        }
    }

    [Theory]
    [InlineData(Tier.Uce)]
    [InlineData(Tier.E2E)]
    public async Task What_was_changed_anywhere_does_not_open(Tier tier)
    {
        using var ada = await diary.SignUp(tier);
        await using var writer = new DatabaseWriter(diary.Server);
        var place = await Write(ada, "Ada's text");
        var capsule = (await writer.Read(place.Capsule)).Length;
        var body = (await writer.Read(place.Event)).AsSpan().IndexOf(EnvelopeStart(place));
        var changes = new[] { 0, 1, 5, capsule / 2, capsule - 1 }.Select(at => (Cell: place.Capsule, At: at)).Concat(
            new[] { 0, 1, 4, 20, 36, 40, HeaderLength, BodyLength / 2, BodyLength - 1 }.Select(at => (Cell: place.Event, At: body + at)));
        foreach (var (cell, at) in changes)
        {
            await writer.Flip(cell, at);
            Assert.Null(await Read(place));
            await writer.Flip(cell, at);
            Assert.Equal(place.Text, await Read(place));
        }
    }

    [Theory]
    [InlineData(Tier.Uce)]
    [InlineData(Tier.E2E)]
    public async Task An_entry_that_was_given_to_another_account_with_all_its_rows_opens_for_nobody(Tier tier)
    {
        using var ada = await diary.SignUp(tier);
        using var eve = await diary.SignUp(tier);
        await using var writer = new DatabaseWriter(diary.Server);
        var place = await Write(ada, "Ada's text");
        var moved = place with { Owner = eve, Account = await IdOf(eve) };
        await Give(place.Account, moved.Account);
        Assert.Equal((null, null), (await Read(place), await Read(moved)));
        Assert.Equal(1, (await eve.Raw("query ($id: ID!) { entry(id: $id) { version } }", new { id = place.Entry })).Number(
            "data.entry.version")); // it is hers by its rows
        await Give(moved.Account, place.Account);
        Assert.Equal((place.Text, null), (await Read(place), await Read(moved)));

        Task Give(Guid from, Guid to) => writer.Execute(
            $"""
            UPDATE events.mt_streams SET tenant_id = '{to}' WHERE tenant_id = '{from}' AND id = '{place.Entry}';
            UPDATE events.mt_events SET tenant_id = '{to}' WHERE tenant_id = '{from}' AND stream_id = '{place.Entry}';
            UPDATE vault.entry_keys SET account_id = '{to}' WHERE account_id = '{from}' AND entry_id = '{place.Entry}';
            UPDATE read.entries SET account_id = '{to}' WHERE account_id = '{from}' AND entry_id = '{place.Entry}';
            UPDATE read.entry_events SET account_id = '{to}' WHERE account_id = '{from}' AND entry_id = '{place.Entry}'
            """);
    }

    /// <summary>The text in a place as its owner's client opens it; null where the server told an error or it does not open.</summary>
    private static async Task<string?> Read(Place place)
    {
        var answer = await place.Owner.Raw(
            """
            query ($id: ID!, $version: Int!) { entry(id: $id) { revision(version: $version) { content {
              ... on PlainContent { body } ... on SealedContent { envelope } } } } }
            """, new { id = place.Entry, version = place.Version });
        if (answer.TryGetProperty("errors", out _))
        {
            Assert.Equal("INTERNAL", answer.Codes());
            Assert.DoesNotContain("text", answer.ToString(), StringComparison.Ordinal);
            return null;
        }

        if (answer.IsNull("data.entry"))
        {
            return null;
        }

        var content = answer.At("data.entry.revision.content");
        if (place.Owner.Sealing is not { } keys)
        {
            return content.Text("body");
        }

        return Envelope.TrySplit(content.At("envelope").GetBytesFromBase64(), out var capsule, out var body)
            && PublicContentSealer.TryOpen(new EnvelopeContext(keys.Account, place.Entry, place.Version), keys.PrivateKey, capsule, body,
                out var plaintext, out _) ? JsonSerializer.Deserialize<JsonElement>(plaintext).Text("body") : null;
    }

    private static async Task<Place> Write(DiaryClient client, string text)
    {
        var entry = Guid.NewGuid();
        Assert.Equal("", (await client.CreateEntry(entry, new { body = text })).Problems());
        return new Place(client, await IdOf(client), entry, 1, text);
    }

    private static async Task<Place> Edit(Place place, string text)
    {
        Assert.Equal("", (await place.Owner.EditEntry(place.Entry, place.Version, new { body = text })).Problems());
        return place with { Version = place.Version + 1, Text = text };
    }

    private static async Task<Guid> IdOf(DiaryClient client) => (await client.Data("{ me { id } }")).At("me.id").GetGuid();

    private static byte[] EnvelopeStart(Place place) =>
        [1, (byte)(place.Owner.Sealing is null ? 1 : 2), 0, 0, .. place.Account.ToByteArray(bigEndian: true)];

    private sealed record Place(DiaryClient Owner, Guid Account, Guid Entry, int Version, string Text)
    {
        public Cell Event => Cell.Event(Account, Entry, Version);

        public Cell Capsule => Cell.Capsule(Account, Entry, Version);
    }
}
