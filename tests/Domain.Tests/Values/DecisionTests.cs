namespace Diary.Domain.Tests.Values;

public sealed class DecisionTests
{
    [Fact]
    public void Accepting_carries_the_events_in_order()
    {
        var decision = Decision<string>.Accept("first", "second");

        Assert.Equal(["first", "second"], decision.Events.ToArray());
        Assert.Null(decision.Refusal);
    }

    [Fact]
    public void Refusing_carries_no_event()
    {
        var decision = Decision<string>.Refuse(RefusalCode.Invalid, RefusalReason.InTrash);

        Assert.Equal([], decision.Events.ToArray());
        Assert.Equal(new Refusal(RefusalCode.Invalid, RefusalReason.InTrash), decision.Refusal);
    }

    [Fact]
    public void Decisions_compare_by_value()
    {
        Assert.Equal(Decision<string>.Accept("first"), Decision<string>.Accept("first"));
        Assert.NotEqual(Decision<string>.Accept("first"), Decision<string>.Accept("first", "first"));
        Assert.NotEqual(Decision<string>.Accept(), Decision<string>.Refuse(RefusalCode.Invalid, RefusalReason.InTrash));
    }
}
