namespace Diary.Architecture.Tests;

public sealed class RepositoryTests
{
    [Fact]
    public void The_root_is_where_the_solution_lies() => Assert.True(File.Exists(Path.Combine(Repository.Root, "Diary.sln")));

    [Fact]
    public void A_folder_outside_the_tree_has_no_root() =>
        Assert.Throws<DirectoryNotFoundException>(() => Repository.FindRoot(Path.GetPathRoot(AppContext.BaseDirectory)!));

    [Theory]
    [InlineData("", 0)]
    [InlineData("one", 1)]
    [InlineData("one\n", 1)]
    [InlineData("one\ntwo", 2)]
    [InlineData("one\n\ntwo\n", 3)]
    public void Lines_are_counted_as_an_editor_counts_them(string text, int lines) =>
        Assert.Equal(lines, new SourceFile("a.cs", text).Lines);
}
