using Diary.Cryptography;
using Diary.Domain;
using Diary.Domain.Entries;
using Diary.GraphQL.Entries;
using Diary.GraphQL.Keys;
using Diary.Projections.Search;
using Diary.Search;

namespace Diary.GraphQL.Search;

/// <summary>
/// The languages of an account's texts. Which ones they are stands sealed in its vocabulary, in the place of a quarter that is none: words
/// are looked for by their stems in each of them.
/// </summary>
public sealed class AccountLanguages(VocabularyReader vocabulary)
{
    private const int OfTheAccount = 0; // in the place of the quarter

    /// <summary>The language to take a text for: the account's own, or the one that it seems to be in, or one that others are in.</summary>
    public async Task<Language> Of(UnlockedAccount account, ContentText text, CancellationToken cancellation) =>
        Set(account) ?? LanguageDetection.Detect(text.Body) ?? (await InUse(account, cancellation)).FirstOrDefault(Language.English);

    /// <summary>The languages that the account's texts are in, and that it is set to; English where it has none yet.</summary>
    public async Task<IReadOnlyList<Language>> All(UnlockedAccount account, CancellationToken cancellation)
    {
        account.Search.Languages = null; // another session may have written in another one a moment ago
        var all = (await InUse(account, cancellation)).Concat(Set(account) is { } set ? [set] : []).Distinct().ToList();
        return all.Count > 0 ? all : [Language.English];
    }

    /// <summary>What the vocabulary is to keep of a language that no earlier text was in; null where it is known.</summary>
    public async Task<VocabularyWord?> Added(UnlockedAccount account, Language language, CancellationToken cancellation)
    {
        if ((await InUse(account, cancellation)).Contains(language))
        {
            return null;
        }

        account.Search.Languages = null; // asked for again, once this text is there
        var code = Languages.CodeOf(language);
        var token = account.Index.LanguageToken(code);
        return new VocabularyWord(OfTheAccount, new Bytes(token), Bytes.Empty,
            new Bytes(SealedName.Seal(account.Index.VocabularyKey, account.Id.Value, token, code)));
    }

    private static Language? Set(UnlockedAccount account) => Languages.TryParse(account.Account.Language, out var set) ? set : null;

    private async Task<IReadOnlyList<Language>> InUse(UnlockedAccount account, CancellationToken cancellation)
    {
        if (account.Search.Languages is { } known)
        {
            return known;
        }

        var words = await vocabulary.OfQuarter(account.Id, OfTheAccount, 1000, cancellation);
        var languages = new List<Language>();
        foreach (var word in words.DistinctBy(w => w.Token))
        {
            if (SealedName.TryOpen(account.Index.VocabularyKey, account.Id.Value, word.Token.Span, word.SealedWord.Span, out var code)
                && Languages.TryParse(code, out var language))
            {
                languages.Add(language);
            }
        }

        if (languages.Count > 0)
        {
            account.Search.Languages = languages;
        }

        return languages;
    }
}
