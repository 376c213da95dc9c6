using Diary.Architecture.Tests.Rules;
using Diary.Architecture.Tests.Samples;

namespace Diary.Architecture.Tests;

public sealed class AliasTests
{
    [Fact]
    public void Everything_that_crosses_silos_has_an_alias() => Rule.Holds(AliasRule.Missing(Repository.Types));

    [Fact]
    public void No_two_types_share_an_alias() => Rule.Holds(AliasRule.Shared(AliasRule.Aliases(Repository.Types)));

    [Fact]
    public void The_rule_reports_a_missing_alias() => Assert.Equal(
        [
            "Architecture.Tests.Samples.INamelessGrain has no alias",
            "Architecture.Tests.Samples.INamelessGrain.Touch has no alias",
            "Architecture.Tests.Samples.NamelessNote has no alias",
        ],
        AliasRule.Missing([typeof(INamedGrain), typeof(INamelessGrain), typeof(NamedNote), typeof(NamelessNote), typeof(OpenNote)]));

    [Fact]
    public void The_rule_reports_a_shared_alias() => Assert.Equal(
        ["Note is the alias of Diary.Note and Papers.Note"],
        AliasRule.Shared([("Diary.Note", "Note"), ("Diary.Page", "Page"), ("Papers.Note", "Note")]));

    [Fact]
    public void Aliases_are_read_from_types() => Assert.Equal(
        [("Architecture.Tests.Samples.INamedGrain", "INamedGrain"), ("Architecture.Tests.Samples.NamedNote", "NamedNote")],
        AliasRule.Aliases([typeof(INamedGrain), typeof(INamelessGrain), typeof(NamedNote), typeof(NamelessNote)]));
}
