using Diary.GraphQL.Execution;
using Diary.TestKit;
using GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;

namespace Diary.GraphQL.Tests.Contract;

/// <summary>
/// The served schema stands in src/GraphQL/schema.graphql, to be reviewed like API. Run with DIARY_UPDATE_GOLDEN=1 to write it anew.
/// </summary>
public sealed class GoldenSchemaTests(DiaryFixture diary)
{
    private static readonly string Golden = RepositoryFiles.At("src", "GraphQL", "schema.graphql");

    [Fact]
    public void What_is_served_is_what_was_reviewed()
    {
        var served = SchemaText.Of(diary.Server.Services.GetRequiredService<ISchema>());
        if (Environment.GetEnvironmentVariable("DIARY_UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(Golden, served);
        }

        Assert.Equal(File.ReadAllText(Golden), served);
    }
}
