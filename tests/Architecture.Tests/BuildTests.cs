using System.Xml.Linq;
using Diary.Architecture.Tests.Rules;

namespace Diary.Architecture.Tests;

public sealed class BuildTests
{
    private static readonly ProjectFile[] Files = [.. Repository.FilesUnder("", ".csproj", ".props", ".targets").Select(ProjectFile.Read)];

    [Fact]
    public void No_warning_is_silenced() => Rule.Holds(BuildRules.Silencing(Files));

    [Fact]
    public void Every_package_has_one_exact_version() => Rule.Holds(BuildRules.Floating(Files));

    [Fact]
    public void Every_project_has_its_lock_file() =>
        Rule.Holds(BuildRules.Unlocked(Repository.Projects, path => File.Exists(Path.Combine(Repository.Root, path))));

    [Fact]
    public void The_rule_reports_what_silences_warnings() => Assert.Equal(
        [
            "a.csproj silences warnings with NoWarn",
            "a.csproj silences warnings with TreatWarningsAsErrors",
            "a.csproj silences warnings with WarningsNotAsErrors",
            "a.csproj silences warnings with PackageReference",
        ],
        BuildRules.Silencing([
            Of(
                new XElement("NoWarn", "CS0618"),
                new XElement("TreatWarningsAsErrors", "false"),
                new XElement("WarningsNotAsErrors", "CA1000"),
                new XElement("PackageReference", new XAttribute("Include", "Marten"), new XAttribute("NoWarn", "NU1605")),
                new XElement("Nullable", "enable")),
        ]));

    [Theory]
    [InlineData("9.*")]
    [InlineData("*")]
    [InlineData("[9.0.0,10.0.0)")]
    [InlineData("9")]
    [InlineData("9.0.0-*")]
    public void The_rule_reports_a_floating_version(string version) => Assert.Equal(
        [$"a.csproj takes Marten at {version}"],
        BuildRules.Floating([Of(Package("PackageVersion", "Version", version), Package("PackageVersion", "Version", "9.0.0-beta.2"))]));

    [Theory]
    [InlineData("Version")]
    [InlineData("VersionOverride")]
    public void The_rule_reports_a_version_outside_the_central_file(string attribute) => Assert.Equal(
        ["a.csproj takes Marten at its own 9.0.0"],
        BuildRules.Floating([Of(Package("PackageReference", attribute, "9.0.0"))]));

    [Fact]
    public void The_rule_reports_a_project_without_a_lock_file() =>
        Assert.Equal(["src/a/a.csproj has no lock file"],
            BuildRules.Unlocked([new ProjectFile("src/a/a.csproj", new XElement("Project"))], _ => false));

    [Fact]
    public void The_files_that_every_project_imports_are_looked_at()
    {
        string[] imported = ["Directory.Build.props", "Directory.Packages.props", "eng/Build.props", "eng/Tests.props"];

        Assert.Equal([], imported.Except(Files.Select(file => file.Path)));
    }

    private static ProjectFile Of(params XElement[] elements) =>
        new("a.csproj", new XElement("Project", new XElement("ItemGroup", elements)));

    private static XElement Package(string element, string attribute, string version) =>
        new(element, new XAttribute("Include", "Marten"), new XAttribute(attribute, version));
}
