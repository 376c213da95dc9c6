using Diary.GraphQL.Execution;
using Diary.TestKit;
using GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;

namespace Diary.GraphQL.Tests.Contract;

/// <summary>
/// The served schema against contract.graphql. What is not served yet stands in not-served-yet.txt, one member a line, in exactly the
/// order of the comparison: who serves a member strikes its line out.
/// </summary>
public sealed class ContractTests(DiaryFixture diary)
{
    private static readonly string NotServedYet = RepositoryFiles.At("tests", "GraphQL.Tests", "Contract", "not-served-yet.txt");

    private static SchemaMembers Contract { get; } = SchemaMembers.Of(
        File.ReadAllText(RepositoryFiles.At("tests", "GraphQL.Tests", "Contract", "contract.graphql")));

    private string Served => SchemaText.Of(diary.Server.Services.GetRequiredService<ISchema>());

    [Fact]
    public void What_is_served_is_as_the_contract_says() =>
        Assert.Equal([], SchemaComparison.Differences(Contract, SchemaMembers.Of(Served)));

    [Fact]
    public void What_is_not_served_is_what_the_list_says()
    {
        var missing = SchemaComparison.Missing(Contract, SchemaMembers.Of(Served));
        if (Environment.GetEnvironmentVariable("DIARY_UPDATE_GOLDEN") == "1")
        {
            File.WriteAllLines(NotServedYet, missing);
        }

        Assert.Equal(File.ReadAllLines(NotServedYet), missing);
    }

    [Theory]
    [InlineData("  entryDate: Date!\n", "  entryDate: Date\n", "Entry.entryDate is Date, and the contract says Date!")]
    [InlineData("  tags: [Tag!]!\n", "  tags: [Tag!]\n", "Entry.tags is [Tag!], and the contract says [Tag!]!")]
    [InlineData("first: Int = 50", "first: Int = 51", "Entry.history(first:) is Int = 51, and the contract says Int = 50")]
    [InlineData("deleted: Boolean = false", "deleted: Boolean", "EntryFilter.deleted is Boolean, and the contract says Boolean = false")]
    [InlineData("order: EntryOrder = ENTRY_DATE_DESC", "order: EntryOrder = ENTRY_DATE_ASC",
        "Query.entries(order:) is EntryOrder = ENTRY_DATE_ASC, and the contract says EntryOrder = ENTRY_DATE_DESC")]
    [InlineData("input CredentialInput @oneOf", "input CredentialInput", "CredentialInput is input, and the contract says input @oneOf")]
    [InlineData("scalar Base64", "enum Base64 { BIG }", "Base64 is enum, and the contract says scalar")]
    [InlineData("directive @oneOf on INPUT_OBJECT", "directive @oneOf on OBJECT",
        "@oneOf is directive on Object, and the contract says directive on InputObject")]
    [InlineData("\"A calendar day, yyyy-mm-dd.\"", "\"A day.\"",
        "Date is described as 'A day.', and the contract says 'A calendar day, yyyy-mm-dd.'")]
    [InlineData("\"UCE: 12 to 256 characters.\"", "",
        "CredentialInput.password is described as '', and the contract says 'UCE: 12 to 256 characters.'")]
    [InlineData("input EntryCommandInput {", "input EntryCommandInput { why: String! ",
        "EntryCommandInput.why is required, and the contract does not know it")]
    [InlineData("  me: Account!", "  me(why: String!): Account!", "Query.me(why:) is required, and the contract does not know it")]
    public void A_planted_difference_is_found(string text, string planted, string found) =>
        Assert.Contains(found, SchemaComparison.Differences(Contract, SchemaMembers.Of(Planted(text, planted))));

    [Theory]
    [InlineData("  me: Account!", "  you: Account!", "Query.me")]
    [InlineData("  UNDELETED\n", "", "EntryEventKind.UNDELETED")]
    [InlineData("type Entry implements Node", "type Entry", "Entry : Node")]
    [InlineData("union EntryContent = PlainContent", "union EntryContent = Weather", "EntryContent = PlainContent")]
    [InlineData("(first: Int = 50)", "", "Entry.history(first:)")]
    [InlineData("input WeatherInput", "input Weathers", "WeatherInput")]
    public void A_planted_gap_is_found(string text, string planted, string found) =>
        Assert.Contains(found, SchemaComparison.Missing(Contract, SchemaMembers.Of(Planted(text, planted))));

    private string Planted(string text, string planted)
    {
        var served = Served.Replace("(after: String, first: Int = 50)", "(first: Int = 50)", StringComparison.Ordinal);
        Assert.Contains(text, served, StringComparison.Ordinal);
        return served.Replace(text, planted, StringComparison.Ordinal);
    }
}
