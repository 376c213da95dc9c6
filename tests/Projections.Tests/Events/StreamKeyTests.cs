using Diary.Domain;
using Diary.Projections.Events;

namespace Diary.Projections.Tests.Events;

public sealed class StreamKeyTests
{
    private static readonly Guid Id = new("0195a1b0-0000-7000-8000-000000000001");

    [Fact]
    public void An_entry_and_an_account_of_the_same_id_never_share_a_stream()
    {
        Assert.Equal("0195a1b0-0000-7000-8000-000000000001", StreamKey.Of(new EntryId(Id)).ToString());
        Assert.Equal("account-0195a1b0-0000-7000-8000-000000000001", StreamKey.Of(new AccountId(Id)).ToString());
        Assert.Equal("media-0195a1b0-0000-7000-8000-000000000001", StreamKey.Of(new MediaId(Id)).ToString());
    }

    [Fact]
    public void Only_an_entrys_key_leads_to_an_entry()
    {
        Assert.True(StreamKey.Of(new EntryId(Id)).TryGetEntry(out var entry));
        Assert.Equal(new EntryId(Id), entry);
        Assert.False(StreamKey.Of(new AccountId(Id)).TryGetEntry(out _));
        Assert.False(StreamKey.Of(new MediaId(Id)).TryGetEntry(out _));
    }

    [Fact]
    public void Only_a_files_key_leads_to_a_file()
    {
        Assert.True(StreamKey.Of(new MediaId(Id)).TryGetMedia(out var media));
        Assert.Equal(new MediaId(Id), media);
        Assert.False(StreamKey.Of(new EntryId(Id)).TryGetMedia(out _));
        Assert.False(StreamKey.IndexOf(new EntryId(Id)).TryGetMedia(out _));
        Assert.False(new StreamKey("media-").TryGetMedia(out _));
    }
}
