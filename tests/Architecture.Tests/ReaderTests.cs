using Diary.Architecture.Tests.Rules;
using Diary.Architecture.Tests.Samples;

namespace Diary.Architecture.Tests;

public sealed class ReaderTests
{
    [Fact]
    public void Every_reader_method_names_the_account() =>
        Rule.Holds(ReaderRule.Violations(Repository.Types.Where(type => type.Assembly.GetName().Name == "Diary.Projections")));

    [Fact]
    public void The_rule_reports_a_method_that_forgets_the_account() => Assert.Equal(
        ["INoteReader.Any does not name the account", "NoteReader.Count does not name the account",
            "NoteReader.Any does not name the account"],
        ReaderRule.Violations([typeof(INoteReader), typeof(NoteReader), typeof(SealedNote)]));
}
