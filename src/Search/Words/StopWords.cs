using System.Collections.Frozen;
using Lucene.Net.Tartarus.Snowball;

namespace Diary.Search;

/// <summary>The words that say nothing about a text: Snowball's lists, as they lie in the package, folded.</summary>
internal static class StopWords
{
    private static readonly FrozenSet<string> FrenchArticles =
        FrozenSet.Create("l", "d", "j", "m", "t", "s", "n", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu");

    private static readonly FrozenSet<string> ItalianArticles = FrozenSet.Create(
        "l", "un", "d", "c", "m", "t", "s", "v", "all", "dall", "dell", "nell", "sull", "coll", "quell", "quest", "gl", "agl", "dagl",
        "degl", "negl", "sugl");

    private static readonly Lazy<FrozenSet<string>>[] Lists =
        [.. Languages.All.Select(language => new Lazy<FrozenSet<string>>(() => Read(language)))];

    public static FrozenSet<string> Of(Language language) => Lists[(int)language].Value;

    /// <summary>What is run together with the next word before an apostrophe. Null where the language has no such thing.</summary>
    public static FrozenSet<string>? ArticlesOf(Language language) => language switch
    {
        Language.French => FrenchArticles,
        Language.Italian => ItalianArticles,
        _ => null,
    };

    private static FrozenSet<string> Read(Language language)
    {
        var package = typeof(SnowballProgram).Assembly;
        var name = $"Lucene.Net.Analysis.Common.Analysis.Snowball.{language.ToString().ToLowerInvariant()}_stop.txt";
        using var reader = new StreamReader(package.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The package has no stop words of {language}."));

        // A line holds words, then a bar and a comment.
        return reader.ReadToEnd().Split('\n')
            .SelectMany(line => line.Split('|')[0].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            .Select(word => Folding.Fold(word))
            .ToFrozenSet();
    }
}
