using System.Collections;

namespace Diary.Domain.Tests.Values;

public sealed class ValueListTests
{
    private static readonly ValueList<string> Names = ["Ada", "Grace"];

    [Fact]
    public void The_same_elements_are_equal()
    {
        var same = ValueList.From(new List<string> { "Ada", "Grace" });

        Assert.True(Names == same);
        Assert.False(Names != same);
        Assert.True(Names.Equals((object)same));
        Assert.Equal(Names.GetHashCode(), same.GetHashCode());
    }

    [Fact]
    public void Order_number_and_elements_make_a_difference()
    {
        Assert.True(Names != ["Grace", "Ada"]);
        Assert.True(Names != ["Ada"]);
        Assert.True(Names != ["Ada", "Grace", "Ada"]);
        Assert.False(Names == ["Ada", "Mary"]);
        Assert.False(Names.Equals((object)new[] { "Ada", "Grace" }));
    }

    [Fact]
    public void Elements_may_be_null()
    {
        ValueList<string?> one = [null];
        ValueList<string?> other = [null];

        Assert.True(one == other);
        Assert.Equal(one.GetHashCode(), other.GetHashCode());
        Assert.True(one != [""]);
    }

    [Fact]
    public void The_default_is_empty()
    {
        var empty = default(ValueList<int>);

        Assert.True(empty == []);
        Assert.Equal(ValueList.Create<int>([]).GetHashCode(), empty.GetHashCode());
        Assert.Empty(empty);
        Assert.StrictEqual(0, empty.Count);
        Assert.Throws<IndexOutOfRangeException>(() => empty[0]);
    }

    [Fact]
    public void It_reads_in_order()
    {
        Assert.Equal(2, Names.Count);
        Assert.Equal("Grace", Names[1]);
        Assert.Equal(["Ada", "Grace"], Names.ToArray());
    }

    [Fact]
    public void It_reads_in_order_where_the_type_is_unknown()
    {
        var read = new List<object?>();
        foreach (var name in (IEnumerable)Names)
            read.Add(name);

        Assert.Equal(["Ada", "Grace"], read);
    }

    [Fact]
    public void It_keeps_its_elements_when_the_source_changes()
    {
        string[] source = ["Ada", "Grace"];
        var created = ValueList.Create<string>(source);
        var from = ValueList.From(source);
        source[0] = "Eve";

        Assert.Equal(Names, created);
        Assert.Equal(Names, from);
    }

    [Fact]
    public void An_array_of_a_derived_type_serves_too() => Assert.True(ValueList.From<object>(new[] { "Ada" }) == ["Ada"]);

    [Fact]
    public void Printing_shows_the_number_only() => Assert.Equal("2 items", Names.ToString());
}
