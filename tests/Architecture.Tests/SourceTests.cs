using Diary.Architecture.Tests.Rules;

namespace Diary.Architecture.Tests;

public sealed class SourceTests(ITestOutputHelper output)
{
    private static readonly SourceFile[] Clients = [.. Repository.FilesUnder("clients", ".ts", ".mjs", ".graphql")];

    private static readonly SourceFile[] Sources =
    [
        .. Repository.FilesUnder("src", ".cs", ".sql", ".ts", ".mjs"), .. Repository.FilesUnder("tests", ".cs", ".sql", ".ts", ".mjs"),
        .. Clients,
    ];

    private static readonly SourceFile[] CSharp =
        [.. Repository.FilesUnder("src", ".cs"), .. Repository.FilesUnder("tests", ".cs"), .. Repository.FilesUnder("benchmarks", ".cs")];

    [Fact]
    public void No_file_is_longer_than_400_lines()
    {
        var lengths = Sources.Where(file => file.Path.EndsWith(".cs", StringComparison.Ordinal))
            .Select(file => file.Lines).Order().ToArray();
        output.WriteLine($"{lengths.Length} files, median {lengths[lengths.Length / 2]} lines, longest {lengths[^1]}");

        Rule.Holds(SourceRules.TooLong(Sources));
    }

    [Fact]
    public void No_line_is_wider_than_140_characters() => Rule.Holds(SourceRules.TooWide([.. CSharp, .. Clients]));

    [Fact]
    public void No_test_sleeps() =>
        Rule.Holds(SourceRules.Sleeping(Sources.Where(file => file.Path.StartsWith("tests/", StringComparison.Ordinal))));

    [Fact]
    public void Every_log_line_is_declared_with_its_id() =>
        Rule.Holds(SourceRules.LoggingByHand(Sources.Where(file => file.Path.StartsWith("src/", StringComparison.Ordinal))));

    [Fact]
    public void The_rule_reports_a_long_file() => Assert.Equal(
        ["src/Long.cs has 401 lines"],
        SourceRules.TooLong([Of("src/Long.cs", 401), Of("src/Full.cs", 400), new SourceFile("src/Empty.cs", "")]));

    [Fact]
    public void The_rule_reports_a_wide_line() => Assert.Equal(
        ["src/Wide.cs:2 has 141 characters", "src/Wide.cs:4 has 150 characters"],
        SourceRules.TooWide(
        [
            new SourceFile("src/Wide.cs", $"x\n{Wide(141)}\n{Wide(140)}\n{Wide(150)}"),
            new SourceFile("src/Full.cs", $"{Wide(140)}\r\n{Wide(140)}\n"),
            new SourceFile("src/Empty.cs", ""),
        ]));

    [Fact]
    public void The_rule_reports_a_sleep() => Assert.Equal(
        ["tests/A.cs:1 await Task" + ".Delay(10);", "tests/A.cs:3 Thread" + ".Sleep(10);"],
        SourceRules.Sleeping(
            [new SourceFile("tests/A.cs", "await Task" + ".Delay(10);\nawait signal.Task;\n    Thread" + ".Sleep(10);\n")]));

    [Fact]
    public void The_rule_reports_a_log_line_written_by_hand() => Assert.Equal(
        ["src/A.cs:1 log.LogInformation(\"hello\");", "src/A.cs:2 log.Log(LogLevel.Error, \"bye\");"],
        SourceRules.LoggingByHand(
            [new SourceFile("src/A.cs", "log.LogInformation(\"hello\");\nlog.Log(LogLevel.Error, \"bye\");\nlog.CommitRetried(3);\n")]));

    [Fact]
    public void The_files_of_all_trees_are_looked_at()
    {
        Assert.Contains("src/Domain/Values/Bytes.cs", Sources.Select(file => file.Path));
        Assert.Contains("tests/Architecture.Tests/SourceTests.cs", Sources.Select(file => file.Path));
        Assert.Contains("clients/typescript/src/index.ts", Sources.Select(file => file.Path));
        Assert.Contains("benchmarks/LoadClient.cs", CSharp.Select(file => file.Path));
        Assert.All(Sources.Concat(CSharp), file => Assert.DoesNotContain("/obj/", file.Path, StringComparison.Ordinal));
    }

    private static string Wide(int characters) => new('x', characters);

    private static SourceFile Of(string path, int lines) => new(path, string.Concat(Enumerable.Repeat("x\n", lines)));
}
