using System.Text.RegularExpressions;

namespace Diary.Architecture.Tests.Rules;

/// <summary>What can be seen in the files that build the house.</summary>
internal static partial class BuildRules
{
    private static readonly string[] Silencers = ["NoWarn", "WarningsNotAsErrors", "MSBuildWarningsAsMessages"];

    public static IReadOnlyList<string> Silencing(IEnumerable<ProjectFile> files) =>
        [.. from file in files
            from element in file.Xml.Descendants()
            where Silencers.Contains(element.Name.LocalName, StringComparer.Ordinal)
                || element.Attributes().Any(attribute => Silencers.Contains(attribute.Name.LocalName, StringComparer.Ordinal))
                || (element.Name.LocalName == "TreatWarningsAsErrors" && element.Value != "true")
            select $"{file.Path} silences warnings with {element.Name.LocalName}"];

    /// <summary>Versions stand in one file, and each names one version: no range, no wildcard.</summary>
    public static IReadOnlyList<string> Floating(IEnumerable<ProjectFile> files) =>
        [.. from file in files
            from element in file.Xml.Descendants()
            from version in element.Name.LocalName switch
            {
                "PackageVersion" => [element.Attribute("Version")?.Value ?? "no version"],
                "GlobalPackageReference" => [element.Attribute("Version")?.Value ?? "no version"],
                "PackageReference" =>
                    element.Attributes("Version").Concat(element.Attributes("VersionOverride")).Select(a => $"its own {a.Value}"),
                _ => [],
            }
            where !ExactVersion().IsMatch(version)
            select $"{file.Path} takes {element.Attribute("Include")?.Value} at {version}"];

    public static IReadOnlyList<string> Unlocked(IEnumerable<ProjectFile> projects, Func<string, bool> exists) =>
        [.. projects.Where(p => !exists(Path.GetDirectoryName(p.Path) + "/packages.lock.json")).Select(p => $"{p.Path} has no lock file")];

    [GeneratedRegex(@"^\d+(\.\d+){1,3}(-[0-9A-Za-z.]+)?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ExactVersion();
}
