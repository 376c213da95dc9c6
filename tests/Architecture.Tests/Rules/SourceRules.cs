using System.Text.RegularExpressions;

namespace Diary.Architecture.Tests.Rules;

/// <summary>What can be seen in the text of a source file.</summary>
internal static partial class SourceRules
{
    public const int MostLines = 400;

    public const int WidestLine = 140;

    public static IReadOnlyList<string> TooLong(IEnumerable<SourceFile> files) =>
        [.. files.Where(file => file.Lines > MostLines).Select(file => $"{file.Path} has {file.Lines} lines")];

    public static IReadOnlyList<string> TooWide(IEnumerable<SourceFile> files) =>
        [.. from file in files
            from line in file.Text.Split('\n').Select((text, index) => (Width: text.TrimEnd('\r').Length, Number: index + 1))
            where line.Width > WidestLine
            select $"{file.Path}:{line.Number} has {line.Width} characters"];

    public static IReadOnlyList<string> Sleeping(IEnumerable<SourceFile> files) => Matches(files, Sleep());

    public static IReadOnlyList<string> LoggingByHand(IEnumerable<SourceFile> files) => Matches(files, HandWrittenLog());

    private static IReadOnlyList<string> Matches(IEnumerable<SourceFile> files, Regex pattern) =>
        [.. from file in files
            from line in file.Text.Split('\n').Select((text, index) => (Text: text, Number: index + 1))
            where pattern.IsMatch(line.Text)
            select $"{file.Path}:{line.Number} {line.Text.Trim()}"];

    [GeneratedRegex(@"\b(Task\s*\.\s*Delay|Thread\s*\.\s*Sleep|SpinWait\s*\.\s*SpinUntil)\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Sleep();

    [GeneratedRegex(
        @"\.\s*Log((Trace|Debug|Information|Warning|Error|Critical)\s*\(|\s*\(\s*LogLevel\b)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex HandWrittenLog();
}
