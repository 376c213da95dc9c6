namespace Diary.Domain.Tests.Values;

public sealed class IdentifierTests
{
    private const string Text = "0195a1b0-0000-7000-8000-0000000000ff";
    private static readonly Guid Value = new(Text);
    private static readonly Guid Other = new("0195a1b0-0000-7000-8000-0000000000fe");

    [Fact]
    public void The_same_uuid_is_the_same_id()
    {
        Assert.Equal(new AccountId(Value), new AccountId(Value));
        Assert.Equal(new EntryId(Value), new EntryId(Value));
        Assert.Equal(new SessionId(Value), new SessionId(Value));
    }

    [Fact]
    public void Another_uuid_is_another_id()
    {
        Assert.NotEqual(new AccountId(Other), new AccountId(Value));
        Assert.NotEqual(new EntryId(Other), new EntryId(Value));
        Assert.NotEqual(new SessionId(Other), new SessionId(Value));
    }

    [Fact]
    public void Ids_of_different_kinds_are_never_equal()
    {
        Assert.False(new AccountId(Value).Equals((object)new EntryId(Value)));
        Assert.False(new EntryId(Value).Equals((object)new SessionId(Value)));
        Assert.False(new SessionId(Value).Equals((object)new AccountId(Value)));
    }

    [Fact]
    public void An_id_prints_as_its_uuid()
    {
        Assert.Equal(Text, new AccountId(Value).ToString());
        Assert.Equal(Text, new EntryId(Value).ToString());
        Assert.Equal(Text, new SessionId(Value).ToString());
    }

    [Fact]
    public void The_default_is_the_empty_uuid()
    {
        Assert.Equal(new AccountId(Guid.Empty), default);
        Assert.Equal(new EntryId(Guid.Empty), default);
        Assert.Equal(new SessionId(Guid.Empty), default);
    }
}
