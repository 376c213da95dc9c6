namespace Diary.Archives;

/// <summary>What the files of other diaries' archives are, by their names' ends.</summary>
internal static class FileTypes
{
    private static readonly Dictionary<string, string> Types = new(StringComparer.OrdinalIgnoreCase)
    {
        [".jpeg"] = "image/jpeg",
        [".jpg"] = "image/jpeg",
        [".png"] = "image/png",
        [".gif"] = "image/gif",
        [".heic"] = "image/heic",
        [".webp"] = "image/webp",
        [".tiff"] = "image/tiff",
        [".mov"] = "video/quicktime",
        [".mp4"] = "video/mp4",
        [".m4v"] = "video/mp4",
        [".m4a"] = "audio/mp4",
        [".mp3"] = "audio/mpeg",
        [".aac"] = "audio/aac",
        [".wav"] = "audio/wav",
        [".pdf"] = "application/pdf",
    };

    /// <summary>The type, such as <c>image/png</c>; empty where the name does not tell.</summary>
    public static string Of(string name) => Types.GetValueOrDefault(Path.GetExtension(name), "");
}
