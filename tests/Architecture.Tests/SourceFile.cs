using System.Xml.Linq;

namespace Diary.Architecture.Tests;

/// <summary>A text file of the tree.</summary>
/// <param name="Path">From the root, with forward slashes.</param>
/// <param name="Text">All of it.</param>
internal sealed record SourceFile(string Path, string Text)
{
    public int Lines => Text.Length == 0 ? 0 : Text.AsSpan().TrimEnd('\n').Count('\n') + 1;
}

/// <summary>What a project file says about what it needs.</summary>
/// <param name="Path">From the root, with forward slashes.</param>
/// <param name="Xml">Its elements.</param>
internal sealed record ProjectFile(string Path, XElement Xml)
{
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>The names of the projects it refers to.</summary>
    public IReadOnlyList<string> Projects =>
        [.. Included("ProjectReference").Select(p => System.IO.Path.GetFileNameWithoutExtension(p.Replace('\\', '/')))];

    /// <summary>The names of the packages it refers to.</summary>
    public IReadOnlyList<string> Packages => [.. Included("PackageReference")];

    public static ProjectFile Read(SourceFile file) => new(file.Path, XElement.Parse(file.Text));

    private IEnumerable<string> Included(string element) => Xml.Descendants(element).Attributes("Include").Select(a => a.Value);
}
