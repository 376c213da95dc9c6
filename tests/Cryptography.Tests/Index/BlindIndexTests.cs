using CsCheck;

namespace Diary.Cryptography.Tests.Index;

public sealed class BlindIndexTests : IDisposable
{
    private static readonly Quarter Autumn = new(2026, 4);

    private readonly SymmetricKey root = Samples.Key();
    private readonly BlindIndex index;

    public BlindIndexTests() => index = new BlindIndex(root);

    public void Dispose()
    {
        index.Dispose();
        root.Dispose();
    }

    [Theory]
    [InlineData("Garten", "garten")]
    [InlineData("Garten", "  GARTEN\u00a0")]
    [InlineData("\uFB01nal", "final")]
    [InlineData("ΟΔΟΣ", "οδος")]
    [InlineData("Café", "CAFE\u0301")]
    public void What_a_reader_calls_the_same_tag_has_one_token(string one, string two)
    {
        Assert.Equal(index.TagToken(one), index.TagToken(two));
        Assert.Equal(BlindIndex.TokenSize, index.TagToken(one).Length);
    }

    [Fact]
    public void What_is_lent_to_an_import_tags_and_recognises_and_does_nothing_else()
    {
        var keys = new byte[BlindIndex.ImportKeysSize];
        index.CopyImportKeys(keys);
        using var lent = new BlindIndex(keys);
        Assert.Equal(index.TagToken("Travel"), lent.TagToken("travel"));
        Assert.Equal(index.MoodToken("calm"), lent.MoodToken("calm"));
        Assert.Equal(index.Fingerprint("We rowed."), lent.Fingerprint("We  rowed."));
        var name = SealedName.Seal(lent.TagNameKey, Guid.Empty, lent.TagToken("travel"), "Travel");
        Assert.True(SealedName.TryOpen(index.TagNameKey, Guid.Empty, index.TagToken("travel"), name, out var opened));
        Assert.Equal("Travel", opened);
        Assert.Throws<InvalidOperationException>(() => lent.VocabularyKey);
        Assert.Throws<InvalidOperationException>(() => lent.Terms("DIARY", Quarter.Of(new DateOnly(2026, 3, 1))));
        Assert.Throws<InvalidOperationException>(() => lent.RepeatDigest(Guid.Empty, 1, "x"u8));
        Assert.Throws<ArgumentException>(() => new BlindIndex(keys.AsSpan(1)));
    }

    [Fact]
    public void Half_of_a_surrogate_pair_counts_as_the_replacement_character() =>
        Assert.Equal(index.TagToken("half \ufffd"), index.TagToken("HALF \ud83d"));

    [Fact]
    public void Other_tags_moods_and_accounts_have_other_tokens()
    {
        using var otherRoot = Samples.Key(1);
        using var other = new BlindIndex(otherRoot);
        string[] tokens =
        [
            Samples.Hex(index.TagToken("garten")), Samples.Hex(index.TagToken("gärten")), Samples.Hex(index.TagToken("ı")),
            Samples.Hex(index.TagToken("i")), Samples.Hex(index.MoodToken("garten")), Samples.Hex(other.TagToken("garten")),
        ];
        Assert.Equal(tokens.Length, tokens.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void A_fingerprint_overlooks_white_space_and_nothing_else()
    {
        var fingerprint = index.Fingerprint("Nebel über dem See.");
        Assert.Equal(fingerprint, index.Fingerprint("\r\nNebel \t über\u2003dem\nSee.  "));
        Assert.NotEqual(fingerprint, index.Fingerprint("nebel über dem See."));
        Assert.NotEqual(fingerprint, index.Fingerprint("Nebelüber dem See."));
        Assert.Equal(index.Fingerprint(""), index.Fingerprint(" \n"));
    }

    [Fact]
    public void A_term_tells_nothing_across_source_quarter_field_or_stem()
    {
        string[] terms =
        [
            index.SearchTerm("DIARY", Autumn, SearchField.Body, "see"),
            index.SearchTerm("FACEBOOK", Autumn, SearchField.Body, "see"),
            index.SearchTerm("DIARY", new Quarter(2026, 3), SearchField.Body, "see"),
            index.SearchTerm("DIARY", new Quarter(2025, 4), SearchField.Body, "see"),
            index.SearchTerm("DIARY", Autumn, SearchField.Title, "see"),
            index.SearchTerm("DIARY", Autumn, SearchField.Body, "nebel"),
        ];
        Assert.Equal(terms.Length, terms.Distinct(StringComparer.Ordinal).Count());
        Assert.All(terms, term => Assert.Matches("^[A-Za-z0-9_-]{12}$", term));
        Assert.Equal(terms[0], index.SearchTerm("DIARY", Quarter.Of(new DateOnly(2026, 12, 31)), SearchField.Body, "see"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("DIARY.2026Q4")]
    [InlineData("diary")]
    public void A_source_is_capital_letters(string source) =>
        Assert.Throws<ArgumentException>(() => index.SearchTerm(source, Autumn, SearchField.Body, "see"));

    [Theory]
    [InlineData(1, 1, "0987Q1")]
    [InlineData(3, 31, "0987Q1")]
    [InlineData(4, 1, "0987Q2")]
    [InlineData(9, 30, "0987Q3")]
    [InlineData(12, 31, "0987Q4")]
    public void A_day_is_in_its_quarter(int month, int day, string quarter) =>
        Assert.Equal(quarter, Quarter.Of(new DateOnly(987, month, day)).ToString());

    [Theory]
    [InlineData(0, 1)]
    [InlineData(10_000, 1)]
    [InlineData(2026, 0)]
    [InlineData(2026, 5)]
    public void There_are_four_quarters_in_a_year(int year, int number) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Quarter(year, number));

    [Fact]
    public void A_repeat_is_known_by_entry_version_and_text_together()
    {
        string[] digests =
        [
            Samples.Hex(index.RepeatDigest(Samples.Entry, 1, "text"u8)), Samples.Hex(index.RepeatDigest(Samples.Entry, 2, "text"u8)),
            Samples.Hex(index.RepeatDigest(Samples.OtherEntry, 1, "text"u8)), Samples.Hex(index.RepeatDigest(Samples.Entry, 1, "texts"u8)),
        ];
        Assert.Equal(4, digests.Distinct(StringComparer.Ordinal).Count());
        Assert.All(digests, digest => Assert.Equal(64, digest.Length));
        Assert.Equal(digests[0], Samples.Hex(index.RepeatDigest(Samples.Entry, 1, "text"u8)));
    }

    [Fact]
    public void Any_text_has_tokens() =>
        Gen.String.Sample(text =>
        {
            index.TagToken(text);
            index.MoodToken(text);
            index.Fingerprint(text);
            index.SearchTerm("DIARY", Autumn, SearchField.Title, text);
        });

    [Fact]
    public void Many_threads_get_the_same_tokens()
    {
        var expected = index.SearchTerm("DIARY", Autumn, SearchField.Body, "see");
        Parallel.For(0, 200, _ => Assert.Equal(
            expected, index.SearchTerm("DIARY", Autumn, SearchField.Body, "see")));
    }

    [Fact]
    public void Disposing_ends_every_use()
    {
        var vocabulary = index.VocabularyKey;
        index.Dispose();
        Assert.Throws<ObjectDisposedException>(() => index.TagToken("x"));
        Assert.Throws<ObjectDisposedException>(() => vocabulary.AsSpan().Length);
        Assert.Equal(32, root.AsSpan().Length);
    }
}
