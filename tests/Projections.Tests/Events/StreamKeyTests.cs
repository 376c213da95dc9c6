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
    }

    [Fact]
    public void Only_an_entrys_key_leads_to_an_entry()
    {
        Assert.True(StreamKey.Of(new EntryId(Id)).TryGetEntry(out var entry));
        Assert.Equal(new EntryId(Id), entry);
        Assert.False(StreamKey.Of(new AccountId(Id)).TryGetEntry(out _));
    }
}
