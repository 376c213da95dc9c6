using Diary.Architecture.Tests.Rules;
using Diary.Architecture.Tests.Samples;

namespace Diary.Architecture.Tests;

public sealed class ShapeAndNameTests
{
    [Fact]
    public void Public_types_are_sealed_abstract_static_or_interfaces() => Rule.Holds(ShapeRule.Violations(Repository.Types));

    [Fact]
    public void No_name_ends_in_a_word_that_says_nothing() => Rule.Holds(NameRule.Violations(Repository.Types));

    [Fact]
    public void The_rule_reports_an_open_type_only() => Assert.Equal(
        ["Architecture.Tests.Samples.OpenNote is neither sealed nor abstract"],
        ShapeRule.Violations(
            [typeof(OpenNote), typeof(AbstractNote), typeof(SealedNote), typeof(NoteTricks), typeof(INoteService), typeof(DayOfWeek),
                typeof(Guid)]));

    [Fact]
    public void The_rule_reports_an_empty_name_nested_or_not_in_any_case() => Assert.Equal(
        [
            "Architecture.Tests.Samples.NoteManager ends in Manager",
            "Architecture.Tests.Samples.NoteManager.NoteInfo ends in Info",
            "Architecture.Tests.Samples.INoteService ends in Service",
            "Architecture.Tests.Samples.NoteDTO ends in Dto",
        ],
        NameRule.Violations(
            [typeof(NoteManager), typeof(NoteManager.NoteInfo), typeof(INoteService), typeof(NoteDTO), typeof(Metadata),
                typeof(SealedNote)]));

    [Fact]
    public void Types_of_every_kind_are_looked_at()
    {
        Assert.Contains(typeof(Domain.Bytes), Repository.Types);
        Assert.Contains(typeof(Domain.Entries.EntryEvent.Written), Repository.Types);
        Assert.All(Repository.Types, type => Assert.DoesNotContain("Codec", type.Name, StringComparison.Ordinal));
    }
}
