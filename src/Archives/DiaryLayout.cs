namespace Diary.Archives;

/// <summary>Where things are in a diary's export (docs/archives.md).</summary>
internal static class DiaryLayout
{
    public const string Format = "personal-diary";
    public const string Manifest = "diary.json";
    public const string Entries = "entries/";
    public const string Trash = "trash/";
    public const string Media = "media/";

    /// <summary>What is said of a file stands beside it, under its name and this.</summary>
    public const string About = ".about.json";
}
