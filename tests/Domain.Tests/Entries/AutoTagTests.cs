using Diary.Domain.Entries;

namespace Diary.Domain.Tests.Entries;

public sealed class AutoTagTests
{
    [Fact]
    public void The_tokens_are_the_same_for_all_and_for_ever()
    {
        Assert.Equal("e392802e0f355c96fc58433b19693c99", Convert.ToHexStringLower(AutoTag.Facebook.Token.Span));
        Assert.Equal("8c8f5848a8d76338dc62d3cceaaf8b11", Convert.ToHexStringLower(AutoTag.Import.Token.Span));
    }

    [Theory]
    [InlineData(EntrySource.Diary, null)]
    [InlineData(EntrySource.Facebook, "source:facebook")]
    [InlineData(EntrySource.Import, "source:import")]
    public void What_came_from_elsewhere_says_so(EntrySource source, string? name) => Assert.Equal(name, AutoTag.Of(source)?.Name);

    [Fact]
    public void A_tag_is_found_by_its_token_and_by_its_name()
    {
        Assert.All(AutoTag.All, t => Assert.Equal((t, t), (AutoTag.Find(t.Token), AutoTag.Find(t.Name))));
        Assert.Null(AutoTag.Find(Bytes.Empty));
    }

    [Theory]
    [InlineData("source:import", true, true)]
    [InlineData("  SOURCE:Import ", true, true)]
    [InlineData("ｓｏｕｒｃｅ：import", true, true)]
    [InlineData("source:elsewhere", true, false)]
    [InlineData("Shared:facebook", true, false)]
    [InlineData("\uFFFEsource:import", true, true)]
    [InlineData("sources:import", false, false)]
    [InlineData("resource:import", false, false)]
    [InlineData("", false, false)]
    public void A_name_is_the_systems_however_it_is_spelled(string name, bool reserved, bool known) =>
        Assert.Equal((reserved, known), (AutoTag.IsReserved(name), AutoTag.Find(name) is not null));
}
