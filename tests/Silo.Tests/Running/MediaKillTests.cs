using System.Text.Json;
using Diary.Domain.Accounts;
using Diary.TestKit;

namespace Diary.Silo.Tests.Running;

/// <summary>
/// The life of a file is killed between every two of its steps: what is wanted is whole, what is not is gone, whoever asks again is served,
/// and the account's room is exact.
/// </summary>
public sealed class MediaKillTests(KilledSilo silo) : IClassFixture<KilledSilo>
{
    private readonly Survivor _owner = new(Tier.Uce);
    private readonly Guid _id = Guid.CreateVersion7();
    private readonly byte[] _file = [.. Enumerable.Range(0, 100_000).Select(i => (byte)('a' + (i % 23)))];

    [Theory]
    [InlineData(Moment.Before)]
    [InlineData(Moment.Committed)]
    public Task An_announcement_reserves_its_bytes_once(Moment moment) => Run(Step.MediaKey, moment, _owner.SignUp,
        client => client.BeginUpload(_id, _file),
        async client =>
        {
            Assert.Equal(moment == Moment.Before ? 0 : _file.Length, await client.UsedBytes());
            await client.SendMissing(await client.BeginUpload(_id, _file), _file);
            Assert.Equal("READY", await client.CompleteUpload(_id));
            await AssertIsWhole(client);
        });

    [Theory]
    [InlineData(Moment.Before)]
    [InlineData(Moment.Committed)]
    public async Task A_part_is_there_or_is_asked_for_again(Moment moment)
    {
        JsonElement begun = default;
        await Run(Step.MediaPart, moment, async client =>
        {
            await _owner.SignUp(client);
            begun = await client.BeginUpload(_id, _file);
        }, client => client.SendMissing(begun, _file), async client =>
        {
            var missing = await client.BeginUpload(_id, _file);
            Assert.Equal(moment == Moment.Before ? 1 : 0, missing.GetProperty("parts").GetArrayLength());
            await client.SendMissing(missing, _file);
            Assert.Equal("READY", await client.CompleteUpload(_id));
            await AssertIsWhole(client);
        });
    }

    [Theory]
    [InlineData(Moment.Before, false)]
    [InlineData(Moment.Committed, false)]
    [InlineData(Moment.Before, true)]
    [InlineData(Moment.Committed, true)]
    public Task A_file_becomes_whole_once_and_its_content_is_counted_once(Moment moment, bool isKnown) => Run(
        Step.MediaWhole, moment, async client =>
        {
            await _owner.SignUp(client);
            if (isKnown)
            {
                await client.SendMedia(Guid.CreateVersion7(), _file);
            }

            await client.SendMissing(await client.BeginUpload(_id, _file), _file);
        }, async client =>
        {
            await client.CompleteUpload(_id);
            return default;
        }, async client =>
        {
            Assert.Equal(moment == Moment.Before ? "PENDING" : "READY", await client.StateOfMedia(_id));
            Assert.Equal("READY", await client.CompleteUpload(_id));
            await AssertIsWhole(client);
        });

    [Theory]
    [InlineData(Moment.Before)]
    [InlineData(Moment.Committed)]
    public Task A_deleted_file_frees_its_bytes_once(Moment moment) => Run(Step.MediaEnd, moment, Uploaded, async client =>
    {
        await client.DeleteMedia(_id);
        return default;
    }, async client =>
    {
        Assert.Equal(moment == Moment.Before ? "READY" : "DELETED", await client.StateOfMedia(_id));
        Assert.Equal("DELETED", await client.DeleteMedia(_id));
        Assert.Equal(0, await client.UsedBytes());
    });

    [Theory]
    [InlineData(Step.MediaLoose, Moment.Before)]
    [InlineData(Step.MediaLoose, Moment.Committed)]
    [InlineData(Step.MediaEnd, Moment.Before)]
    [InlineData(Step.MediaEnd, Moment.Committed)]
    public async Task A_purge_takes_the_files_along(Step step, Moment moment)
    {
        var entry = Guid.CreateVersion7();
        await Run(step, moment, async client =>
        {
            await Uploaded(client);
            await client.Data("mutation ($input: CreateEntryInput!) { createEntry(input: $input) { problems { code } } }", new
            {
                input = new
                {
                    id = entry,
                    entryDate = "2026-11-23",
                    content = new { plain = new { body = "By the sea" } },
                    media = new[] { _id },
                },
            });
            await client.Data("mutation ($id: ID!) { deleteEntry(input: { id: $id }) { problems { code } } }", new { id = entry });
        }, client => Purge(client, entry), async client =>
        {
            await Purge(client, entry);
            Assert.Equal("DELETED", await client.StateOfMedia(_id));
            Assert.Equal(0, await client.UsedBytes());
        });
    }

    private static Task<JsonElement> Purge(DiaryClient client, Guid entry) =>
        client.Data("mutation ($id: ID!) { purgeEntry(input: { id: $id }) { problems { code } } }", new { id = entry });

    private async Task Uploaded(DiaryClient client)
    {
        await _owner.SignUp(client);
        await client.SendMedia(_id, _file);
    }

    private async Task AssertIsWhole(DiaryClient client)
    {
        Assert.Equal(_file, await client.FetchMedia(_id));
        Assert.Equal(_file.Length, await client.UsedBytes());
    }

    private Task Run(Step step, Moment moment, Func<DiaryClient, Task> before, Func<DiaryClient, Task<JsonElement>> command,
        Func<DiaryClient, Task> after) => silo.Run(step, moment, before, command, async client =>
        {
            client.SignWith(_owner.Tokens.Access);
            await after(client);
        });
}
