using System.Text;

namespace Diary.Imaging;

/// <summary>A mark that files of a format have.</summary>
/// <param name="Type">The format.</param>
/// <param name="Offset">Where the mark stands.</param>
/// <param name="Mark">The bytes.</param>
/// <param name="Claims">What a file with it may be said to be; with * at the end, whatever begins so.</param>
internal sealed record Signature(string Type, int Offset, byte[] Mark, params string[] Claims);

/// <summary>The marks, the longer ones of several that fit ahead.</summary>
internal static class Signatures
{
    private static readonly string[] Sounds = ["audio/*", "video/*", "application/ogg"];
    private static readonly string[] Programs = ["application/*"];
    private static readonly string[] Archives = ["application/*", "model/*"];
    private static readonly string[] Markup = ["text/*", "application/*", "image/svg+xml"];

    private static readonly Signature[] Known =
    [
        new("image/jpeg", 0, [0xFF, 0xD8, 0xFF], "image/jpeg", "image/jpg", "image/pjpeg"),
        new("image/png", 0, [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A], "image/png", "image/apng", "image/x-png"),
        new("image/gif", 0, [.. "GIF87a"u8], "image/gif"),
        new("image/gif", 0, [.. "GIF89a"u8], "image/gif"),
        new("image/webp", 8, [.. "WEBP"u8], "image/webp"),
        new("video/x-msvideo", 8, [.. "AVI "u8], "video/*"),
        new("audio/wav", 8, [.. "WAVE"u8], "audio/*"),
        new("image/avif", 4, [.. "ftypavi"u8], "image/avif", "image/heif", "image/heic"),
        new("image/heic", 4, [.. "ftyphei"u8], "image/heic", "image/heif", "image/heic-sequence", "image/heif-sequence"),
        new("image/heic", 4, [.. "ftyphev"u8], "image/heic", "image/heif", "image/heic-sequence", "image/heif-sequence"),
        new("image/heif", 4, [.. "ftypmif1"u8], "image/heif", "image/heic", "image/avif"),
        new("image/heif", 4, [.. "ftypmsf1"u8], "image/heif", "image/heic", "image/avif"),
        new("video/quicktime", 4, [.. "ftypqt"u8], "video/*", "audio/*"),
        new("video/mp4", 4, [.. "ftyp"u8], "video/*", "audio/*"),
        new("video/quicktime", 4, [.. "moov"u8], "video/*", "audio/*"),
        new("video/quicktime", 4, [.. "mdat"u8], "video/*", "audio/*"),
        new("image/tiff", 0, [.. "II*\0"u8], "image/tiff", "image/x-*", "image/dng"),
        new("image/tiff", 0, [.. "MM\0*"u8], "image/tiff", "image/x-*", "image/dng"),
        new("application/pdf", 0, [.. "%PDF-"u8], "application/pdf"),
        new("application/zip", 0, [.. "PK\u0003\u0004"u8], Archives),
        new("application/zip", 0, [.. "PK\u0005\u0006"u8], Archives),
        new("application/gzip", 0, [0x1F, 0x8B, 0x08], "application/*", "image/svg+xml"),
        new("application/x-7z-compressed", 0, [.. "7z"u8, 0xBC, 0xAF, 0x27, 0x1C], Archives),
        new("application/vnd.rar", 0, [.. "Rar!\u001a\u0007"u8], Archives),
        new("video/webm", 0, [0x1A, 0x45, 0xDF, 0xA3], "video/*", "audio/*"),
        new("audio/ogg", 0, [.. "OggS"u8], Sounds),
        new("audio/flac", 0, [.. "fLaC"u8], Sounds),
        new("audio/mpeg", 0, [.. "ID3"u8], Sounds),
        new("audio/mpeg", 0, [0xFF, 0xFB], Sounds),
        new("audio/mpeg", 0, [0xFF, 0xF3], Sounds),
        new("audio/aac", 0, [0xFF, 0xF1], Sounds),
        new("audio/aac", 0, [0xFF, 0xF9], Sounds),
        new("application/x-elf", 0, [0x7F, .. "ELF"u8], Programs),
        new("application/x-mach-binary", 0, [0xCF, 0xFA, 0xED, 0xFE], Programs),
        new("application/x-mach-binary", 0, [0xFE, 0xED, 0xFA, 0xCF], Programs),
        new("application/java-vm", 0, [0xCA, 0xFE, 0xBA, 0xBE], Programs),
        new("application/vnd.microsoft.portable-executable", 0, [.. "MZ"u8], Programs),
        new("text/x-shellscript", 0, [.. "#!"u8], "text/*", "application/*"),
    ];

    /// <summary>How markup begins, behind white space, in lower case.</summary>
    private static readonly Signature[] Marks =
    [
        new("image/svg+xml", 0, [.. "<svg"u8], "image/svg+xml", "text/*", "application/*"),
        new("text/xml", 0, [.. "<?xml"u8], Markup),
        new("text/html", 0, [.. "<!doctype html"u8], "text/*", "application/xhtml+xml"),
        new("text/html", 0, [.. "<html"u8], "text/*", "application/xhtml+xml"),
        new("text/html", 0, [.. "<head"u8], "text/*", "application/xhtml+xml"),
        new("text/html", 0, [.. "<body"u8], "text/*", "application/xhtml+xml"),
        new("text/html", 0, [.. "<script"u8], "text/*", "application/xhtml+xml"),
        new("text/html", 0, [.. "<iframe"u8], "text/*", "application/xhtml+xml"),
    ];

    /// <summary>The mark that a file begins with; null where it is none of these.</summary>
    public static Signature? Find(ReadOnlySpan<byte> head)
    {
        foreach (var signature in Known)
        {
            if (head.Length >= signature.Offset + signature.Mark.Length && head[signature.Offset..].StartsWith(signature.Mark))
            {
                return signature;
            }
        }

        return FindMarkup(head);
    }

    private static Signature? FindMarkup(ReadOnlySpan<byte> head)
    {
        var text = head.StartsWith("\uFEFF"u8) ? head[3..] : head;
        text = text.TrimStart(" \t\r\n\f"u8);
        if (text.IsEmpty || text[0] != '<')
        {
            return null;
        }

        foreach (var mark in Marks)
        {
            if (text.Length >= mark.Mark.Length && Ascii.EqualsIgnoreCase(text[..mark.Mark.Length], mark.Mark))
            {
                return mark;
            }
        }

        return null;
    }
}
