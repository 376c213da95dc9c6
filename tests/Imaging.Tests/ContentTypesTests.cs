using System.Text;

namespace Diary.Imaging.Tests;

public sealed class ContentTypesTests
{
    [Theory]
    [InlineData("image/jpeg", "FFD8FFE000104A464946", true, "image/jpeg")]
    [InlineData("IMAGE/JPEG", "FFD8FFE000104A464946", true, "image/jpeg")]
    [InlineData("image/png", "FFD8FFE000104A464946", false, "image/jpeg")]
    [InlineData("text/plain", "FFD8FFE000104A464946", false, "image/jpeg")]
    [InlineData("application/octet-stream", "FFD8FFE000104A464946", true, "image/jpeg")]
    [InlineData("image/png", "89504E470D0A1A0A", true, "image/png")]
    [InlineData("image/png", "89504E470D0A", false, null)]
    [InlineData("image/png", "", false, null)]
    [InlineData("image/gif", "474946383961", true, "image/gif")]
    [InlineData("image/webp", "524946460000000057454250", true, "image/webp")]
    [InlineData("audio/wav", "524946460000000057415645", true, "audio/wav")]
    [InlineData("image/avif", "0000001C6674797061766966", true, "image/avif")]
    [InlineData("image/heic", "0000001C6674797068656963", true, "image/heic")]
    [InlineData("image/jpeg", "0000001C6674797068656963", false, "image/heic")]
    [InlineData("video/mp4", "0000001C6674797069736F6D", true, "video/mp4")]
    [InlineData("audio/mp4", "0000001C667479704D344120", true, "video/mp4")]
    [InlineData("video/quicktime", "0000001C6674797071742020", true, "video/quicktime")]
    [InlineData("image/png", "0000001C6674797069736F6D", false, "video/mp4")]
    [InlineData("image/tiff", "49492A0008000000", true, "image/tiff")]
    [InlineData("image/x-adobe-dng", "49492A0008000000", true, "image/tiff")]
    [InlineData("application/pdf", "255044462D312E37", true, "application/pdf")]
    [InlineData("image/jpeg", "255044462D312E37", false, "application/pdf")]
    [InlineData("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "504B0304", true, "application/zip")]
    [InlineData("image/jpeg", "504B0304", false, "application/zip")]
    [InlineData("application/gzip", "1F8B0800", true, "application/gzip")]
    [InlineData("video/webm", "1A45DFA3", true, "video/webm")]
    [InlineData("audio/mpeg", "494433040000", true, "audio/mpeg")]
    [InlineData("audio/mpeg", "FFFB9064", true, "audio/mpeg")]
    [InlineData("audio/mpeg", "00010203", true, null)]
    [InlineData("image/jpeg", "4D5A9000", false, "application/vnd.microsoft.portable-executable")]
    [InlineData("application/x-msdownload", "4D5A9000", true, "application/vnd.microsoft.portable-executable")]
    [InlineData("text/plain", "7F454C46", false, "application/x-elf")]
    [InlineData("text/plain", "00010203", false, null)]
    [InlineData("application/x-my-own", "00010203", true, null)]
    [InlineData("application/json", "7B7D", true, null)]
    public void A_claim_is_held_against_the_first_bytes(string claimed, string head, bool agrees, string? found)
    {
        Assert.Equal(agrees, ContentTypes.Agree(claimed, Convert.FromHexString(head), out var type));
        Assert.Equal(found, type);
        Assert.Equal(found, ContentTypes.Of(Convert.FromHexString(head)));
    }

    [Theory]
    [InlineData("text/html", "<!DOCTYPE html><p>", true)]
    [InlineData("text/plain", "<html><p>is a text about HTML", true)]
    [InlineData("image/png", " \n<HTML>", false)]
    [InlineData("image/jpeg", "\uFEFF<script>alert(1)</script>", false)]
    [InlineData("image/svg+xml", "<svg/>", true)]
    [InlineData("image/svg+xml", "<?xml version='1.0'?><svg/>", true)]
    [InlineData("image/svg+xml", "<html/>", false)]
    [InlineData("video/mp4", "<svg/>", false)]
    [InlineData("text/markdown", "<3", true)]
    [InlineData("text/x-shellscript", "#!/bin/sh", true)]
    [InlineData("image/gif", "#!/bin/sh", false)]
    public void Markup_and_scripts_are_told_by_how_they_begin(string claimed, string head, bool agrees) =>
        Assert.Equal(agrees, ContentTypes.Agree(claimed, Encoding.UTF8.GetBytes(head), out _));
}
