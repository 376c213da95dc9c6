using CsCheck;

namespace Diary.Search.Tests;

public sealed class SearchQueryTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("cat", "cat")]
    [InlineData("Cats and DOGS", "cats & and & dogs")]
    [InlineData("\"the exact phrase\"", "[the exact phrase]")]
    [InlineData("\"never closed cat", "[never closed cat]")]
    [InlineData("\"one\"", "one")]
    [InlineData("“curly” „unten“ «angles»", "curly & unten & angles")]
    [InlineData("a\"b c\"d", "a & [b c] & d")]
    [InlineData("cat or dog", "cat | dog")]
    [InlineData("cat OR dog Or bird fish", "cat | dog | bird & fish")]
    [InlineData("cat or \"big dog\"", "cat | [big dog]")]
    [InlineData("cat or or dog", "cat | dog")]
    [InlineData("cat or !! dog", "cat | dog")]
    [InlineData("or", "or")]
    [InlineData("or cat", "or & cat")]
    [InlineData("cat or", "cat & or")]
    [InlineData("cat or -dog", "cat & or & -dog")]
    [InlineData("-cat or dog", "-cat & or & dog")]
    [InlineData("\"or\"", "or")]
    [InlineData("cat \"or\" dog", "cat & or & dog")]
    [InlineData("-cat", "-cat")]
    [InlineData("--cat", "-cat")]
    [InlineData("- cat", "cat")]
    [InlineData("-\"a phrase\" cat", "-[a phrase] & cat")]
    [InlineData("-well-known", "-[well known]")]
    [InlineData("off*", "off*")]
    [InlineData("-off*", "-off*")]
    [InlineData("off* or home*", "off* | home*")]
    [InlineData("*", "")]
    [InlineData("o*f", "[o f]")]
    [InlineData("\"off*\"", "off")]
    [InlineData("well-known", "[well known]")]
    [InlineData("don't", "don't")]
    [InlineData("日本語", "[日本 本語]")]
    [InlineData("猫", "猫")]
    [InlineData("... !? -- \"\" -\"\" ,", "")]
    public void A_query_is_read_as_the_web_writes_it(string text, string read) => Assert.Equal(read, Shown(SearchQuery.Parse(text)));

    [Fact]
    public void As_many_terms_as_there_may_be_are_kept() =>
        Assert.Equal((32, false), Size(SearchQuery.Parse(string.Join(' ', Enumerable.Range(0, 32)))));

    [Fact]
    public void Terms_beyond_are_left_out_and_told() =>
        Assert.Equal((32, true), Size(SearchQuery.Parse(string.Join(' ', Enumerable.Range(0, 33)))));

    [Fact]
    public void Punctuation_after_the_last_term_is_not_too_long() =>
        Assert.Equal((32, false), Size(SearchQuery.Parse(string.Join(' ', Enumerable.Range(0, 32)) + " ... --")));

    [Fact]
    public void A_phrase_is_cut_where_its_words_are_too_many()
    {
        var query = SearchQuery.Parse("\"" + string.Join(' ', Enumerable.Range(0, 65)) + "\"");

        Assert.True(query.IsTooLong);
        Assert.Equal(64, Assert.IsType<Term.Phrase>(query.All.Single().Any.Single()).Folded.Count);
    }

    [Fact]
    public void An_or_beyond_the_last_term_is_left_out_too() =>
        Assert.Equal((32, true), Size(SearchQuery.Parse(string.Join(' ', Enumerable.Range(0, 32)) + " or")));

    [Fact]
    public void Whatever_is_written_is_read_within_bounds() => HostileTextTests.AnyText.Sample(text =>
    {
        var clauses = SearchQuery.Parse(text).All;
        var terms = clauses.SelectMany(clause => clause.Any).ToArray();

        Assert.All(clauses, clause => Assert.True(clause.Any.Count == 1 || (clause.Any.Count > 1 && !clause.IsNegated)));
        Assert.InRange(terms.Length, 0, SearchQuery.MostTerms);
        Assert.InRange(terms.Sum(WordsOf), terms.Length, SearchQuery.MostWords);
        Assert.All(terms.OfType<Term.Phrase>(), phrase => Assert.True(phrase.Folded.Count > 1));
    });

    [Fact]
    public void A_query_that_is_written_down_again_is_read_the_same()
    {
        var word = Any.Of("cat", "dog's", "naïve", "3.14");
        var term = Gen.OneOf(word, word.Select(w => w + "*"), Gen.Select(word, word).Select(t => $"\"{t.Item1} {t.Item2}\""));
        var clause = Gen.OneOf(term, term.Select(t => "-" + t), Gen.Select(term, term).Select(t => $"{t.Item1} or {t.Item2}"));

        clause.Array[0, 8].Sample(clauses =>
        {
            var shown = Shown(SearchQuery.Parse(string.Join(' ', clauses)));
            var written = shown.Replace(" & ", " ").Replace(" | ", " or ").Replace('[', '"').Replace(']', '"');
            Assert.Equal(shown, Shown(SearchQuery.Parse(written)));
            Assert.Equal(clauses.Length, SearchQuery.Parse(written).All.Count);
        });
    }

    private static (int Clauses, bool IsTooLong) Size(SearchQuery query) => (query.All.Count, query.IsTooLong);

    private static int WordsOf(Term term) => term is Term.Phrase phrase ? phrase.Folded.Count : 1;

    private static string Shown(SearchQuery query) => string.Join(" & ", query.All.Select(clause =>
        (clause.IsNegated ? "-" : "") + string.Join(" | ", clause.Any.Select(Shown))));

    private static string Shown(Term term) => term switch
    {
        Term.Phrase phrase => $"[{string.Join(' ', phrase.Folded)}]",
        Term.Prefix prefix => prefix.Folded + "*",
        Term.Single single => single.Folded,
        _ => throw new InvalidOperationException("Another kind of term"),
    };
}
