using Diary.Domain;
using Diary.Domain.Entries;

namespace Diary.Projections.Tests.Entries;

/// <summary>The exact rows after each kind of event.</summary>
public sealed class EntryRowsTests(TestDiary diary) : IClassFixture<TestDiary>
{
    private const string At = "\"2026-03-01 20:15:00.125+00\"";
    private const string Later = "\"2026-03-01 20:16:00.125+00\"";

    private static readonly ContentIndex First = Indexed(Run(0x20, 2), Run(0x30, 18), Tag(0x10), Tag(0x11));
    private static readonly ContentIndex Second = Indexed(Bytes.Empty, Run(0x50, 9), Tag(0x12), Tag(0x11, 0x41));

    private readonly AccountId _account = NewAccount();
    private readonly EntryId _entry = NewEntry();

    [Fact]
    public async Task Writing()
    {
        await Happen(Written(_account, _entry, index: First, source: EntrySource.Import));
        await ThenEntry($"(1,1,2026-03-01,Europe/Vienna,3,2021,{Hex(0x60, 32)},{At},{At},,)");
        await ThenTags($"({Hex(0x10)},40414243,1,f)", $"({Hex(0x11)},40414243,2,f)",
            $"({Convert.ToHexStringLower(AutoTag.Import.Token.Span)},\"\",1000,f)");
        await ThenTerms("('MDEyMzQ1Njc4' 'OTo7PD0-P0BB')");
        await ThenHistory($"(1,1,{At},{Phone},1,2026-03-01,Europe/Vienna)");
    }

    [Fact]
    public async Task Writing_without_tags_mood_and_terms()
    {
        await Happen(Written(_account, _entry));
        await ThenEntry($"(1,1,2026-03-01,Europe/Vienna,1,,,{At},{At},,)");
        await ThenTags();
        await ThenTerms();
    }

    [Fact]
    public async Task Editing_replaces_tags_and_terms()
    {
        await Happen(Written(_account, _entry, index: First), Edited(Saturday, Second));
        await ThenEntry($"(2,2,2026-02-28,America/Lima,1,,{Hex(0x60, 32)},{At},{Later},,)");
        await ThenTags($"({Hex(0x12)},40414243,1,f)", $"({Hex(0x11)},41424344,2,f)");
        await ThenTerms("('UFFSU1RVVldY')");
        await ThenHistory($"(1,1,{At},{Phone},1,2026-03-01,Europe/Vienna)", $"(2,2,{Later},,2,2026-02-28,America/Lima)");
    }

    [Fact]
    public async Task Editing_to_a_content_without_tags_and_terms_removes_them_and_another_brings_them_back()
    {
        await Happen(Written(_account, _entry, index: First), Edited());
        await ThenTags();
        await ThenTerms();
        await diary.Append(Append(_account, _entry, 2, Edited(index: Second)));
        await ThenTags($"({Hex(0x12)},40414243,1,f)", $"({Hex(0x11)},41424344,2,f)");
        await ThenTerms("('UFFSU1RVVldY')");
    }

    [Fact]
    public async Task Redating_keeps_the_content()
    {
        await Happen(Written(_account, _entry, index: First), new EntryEvent.Redated(Saturday, Phone, Now.AddMinutes(1)));
        await ThenEntry($"(2,1,2026-02-28,America/Lima,1,2021,{Hex(0x60, 32)},{At},{Later},,)");
        await ThenTags($"({Hex(0x10)},40414243,1,f)", $"({Hex(0x11)},40414243,2,f)");
        await ThenHistory($"(1,1,{At},{Phone},1,2026-03-01,Europe/Vienna)", $"(2,2,{Later},{Phone},1,2026-02-28,America/Lima)");
    }

    [Fact]
    public async Task Restoring_brings_back_the_content_of_then_with_its_tags_and_terms()
    {
        await Happen(Written(_account, _entry, index: First), Edited(Saturday, Second),
            new EntryEvent.Restored(1, 1, Sunday, First, Phone, Now.AddMinutes(1)));
        await ThenEntry($"(3,1,2026-03-01,Europe/Vienna,1,2021,{Hex(0x60, 32)},{At},{Later},,)");
        await ThenTags($"({Hex(0x10)},40414243,1,f)", $"({Hex(0x11)},40414243,2,f)");
        await ThenTerms("('MDEyMzQ1Njc4' 'OTo7PD0-P0BB')");
        Assert.Equal($"(3,3,{Later},{Phone},1,2026-03-01,Europe/Vienna)", (await History())[^1]);
    }

    [Fact]
    public async Task Tagging_replaces_the_tags_and_nothing_else_also_in_the_trash()
    {
        var auto = $"({Convert.ToHexStringLower(AutoTag.Facebook.Token.Span)},\"\",1000,t)";
        await Happen(Written(_account, _entry, index: First, source: EntrySource.Facebook),
            new EntryEvent.Deleted(Now.AddDays(30), Phone, Now),
            new EntryEvent.Tagged([Tag(0x12), Tag(0x11, 0x41)], Phone, Now.AddMinutes(1)));
        await ThenTags($"({Hex(0x12)},40414243,1,t)", $"({Hex(0x11)},41424344,2,t)", auto);
        await diary.Append(Append(_account, _entry, 3, new EntryEvent.Undeleted(null, Now.AddMinutes(1)), Edited(index: Second),
            new EntryEvent.Restored(3, 1, Sunday, First with { Tags = [Tag(0x12)] }, Phone, Now.AddMinutes(1))));
        Assert.Equal(
            [$"(3,4,{Later},1,3)", $"(4,8,{Later},1,3)", $"(5,2,{Later},5,)", $"(6,3,{Later},1,3)"],
            (await diary.Rows("SELECT version, kind, recorded_at, sealed_at, tagged_at FROM read.entry_events "
                + "WHERE account_id = $1 AND entry_id = $2 AND version > 2 ORDER BY 1", _account.Value, _entry.Value)));
        Assert.Equal([$"({Sunday.Date:yyyy-MM-dd},{Later})"], await diary.Rows(
            "SELECT DISTINCT entry_date, updated_at FROM read.entry_tags WHERE account_id = $1 AND entry_id = $2",
            _account.Value, _entry.Value));
    }

    [Fact]
    public async Task Deleting_moves_the_entry_and_its_tags_to_the_trash_and_undeleting_takes_them_out()
    {
        await Happen(Written(_account, _entry, index: First), new EntryEvent.Deleted(Now.AddDays(30), Phone, Now.AddMinutes(1)));
        await ThenEntry($"(2,1,2026-03-01,Europe/Vienna,1,2021,{Hex(0x60, 32)},{At},{Later},{Later},\"2026-03-31 20:15:00.125+00\")");
        await ThenTags($"({Hex(0x10)},40414243,1,t)", $"({Hex(0x11)},40414243,2,t)");

        await diary.Append(Append(_account, _entry, 2, new EntryEvent.Undeleted(null, Now.AddMinutes(1))));
        await ThenEntry($"(3,1,2026-03-01,Europe/Vienna,1,2021,{Hex(0x60, 32)},{At},{Later},,)");
        await ThenTags($"({Hex(0x10)},40414243,1,f)", $"({Hex(0x11)},40414243,2,f)");
        await ThenHistory(
            $"(1,1,{At},{Phone},1,2026-03-01,Europe/Vienna)",
            $"(2,7,{Later},{Phone},1,2026-03-01,Europe/Vienna)",
            $"(3,8,{Later},,1,2026-03-01,Europe/Vienna)");
    }

    [Fact]
    public async Task Purging_leaves_no_row_of_the_entry_and_all_of_its_namesake()
    {
        var namesake = NewAccount();
        await diary.Append(Append(namesake, _entry, 0, Written(namesake, _entry, index: First)));
        await Happen(Written(_account, _entry, index: First), new EntryEvent.Deleted(Now, Phone, Now), new EntryEvent.Purged(Phone, Now));
        foreach (var table in new[] { "read.entries", "read.entry_events", "read.entry_tags", "read.entry_terms", "vault.entry_keys" })
        {
            Assert.Equal([$"({namesake})"], await diary.Rows($"SELECT DISTINCT account_id FROM {table} WHERE entry_id = $1", _entry.Value));
        }
    }

    private static string Hex(byte first, int length = 16) => Convert.ToHexStringLower(Run(first, length).Span);

    private Task Happen(params EntryEvent[] events) => diary.Append(Append(_account, _entry, 0, events));

    private async Task ThenEntry(string row) => Assert.Equal([row], await diary.Rows(
        """
        SELECT version, sealed_at, entry_date, time_zone, source, encode(mood, 'hex'), encode(fingerprint, 'hex'),
            created_at, updated_at, deleted_at, purge_at
        FROM read.entries WHERE account_id = $1 AND entry_id = $2
        """, _account.Value, _entry.Value));

    private async Task ThenTags(params string[] rows) => Assert.Equal(rows, await diary.Rows(
        "SELECT encode(token, 'hex'), encode(sealed_name, 'hex'), position, in_trash FROM read.entry_tags WHERE account_id = $1 "
        + "AND entry_id = $2 ORDER BY position",
        _account.Value, _entry.Value));

    private async Task ThenTerms(params string[] rows) => Assert.Equal(
        rows,
        (await diary.Rows("SELECT terms FROM read.entry_terms WHERE account_id = $1 AND entry_id = $2", _account.Value, _entry.Value))
            .Select(r => r.Replace("\"", "", StringComparison.Ordinal)));

    private async Task ThenHistory(params string[] rows) => Assert.Equal(rows, await History());

    private Task<string[]> History() => diary.Rows(
        """
        SELECT version, kind, recorded_at, session_id, sealed_at, entry_date, time_zone FROM read.entry_events
        WHERE account_id = $1 AND entry_id = $2 ORDER BY version
        """, _account.Value, _entry.Value);
}
