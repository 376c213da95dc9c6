using Diary.Domain.Entries;
using static Diary.Domain.Tests.Entries.EntryScenario;

namespace Diary.Domain.Tests.Values;

/// <summary>Whatever a log line prints of a command, an event or a state, it shows lengths and ids and never what is sealed.</summary>
public sealed class PrintingTests
{
    [Fact]
    public void A_content_shows_lengths_only() => Assert.Equal(
        "SealedDraft { Capsule = 80 bytes, Body = 152 bytes, Index = ContentIndex { Digest = 32 bytes, Tags = 1 items, "
        + "Mood = 16 bytes, Terms = 27 bytes, Fingerprint = 32 bytes, WordCount = 4 bytes, Words = 0 items } }",
        First.ToString());

    [Fact]
    public void A_tag_shows_lengths_only() =>
        Assert.Equal("SealedTag { Token = 16 bytes, SealedName = 64 bytes }", First.Index.Tags[0].ToString());

    [Fact]
    public void A_command_shows_ids_and_lengths_only() => Assert.Equal(
        $"Edit {{ ExpectedVersion = 1, Date = , TimeZone = , Content = {First}, By = {Phone}, Media = 2 items }}",
        new EntryCommand.Edit(1, null, null, First, Phone, [new MediaId(Guid.NewGuid()), new MediaId(Guid.NewGuid())]).ToString());

    [Fact]
    public void A_refusal_shows_its_code_and_reason() => Assert.Equal(
        "Refusal { Code = NotFound, Reason = NoSuchEntry }",
        new Refusal(RefusalCode.NotFound, RefusalReason.NoSuchEntry).ToString());
}
