using Diary.Domain.Jobs;
using GraphQL;

namespace Diary.GraphQL.Archives;

/// <summary>Which uploaded file to bring in, and as what.</summary>
public sealed class ImportArchiveInput
{
    /// <summary>The upload's id.</summary>
    [Id]
    public string MediaId { get; set; } = "";

    /// <summary>What the file is.</summary>
    public ArchiveKind Kind { get; set; }

    /// <summary>Only count and check; nothing is added.</summary>
    [DefaultAstValue("false")]
    public bool? DryRun { get; set; }
}

/// <summary>How the diary is to be written.</summary>
public sealed class ExportInput
{
    /// <summary>JSON can be brought back, Markdown is for people.</summary>
    public ExportFormat Format { get; set; }

    /// <summary>With the files of the diary.</summary>
    [DefaultAstValue("true")]
    public bool? IncludeMedia { get; set; }

    /// <summary>With all versions of each entry.</summary>
    [DefaultAstValue("true")]
    public bool? IncludeHistory { get; set; }
}
