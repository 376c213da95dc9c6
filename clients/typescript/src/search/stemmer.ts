import { fold, withoutDiacritics } from "./folding.js";
import { type Language, loadLanguage } from "./languages.js";
import type { Word } from "./words.js";

// What is run together with the next word before an apostrophe.
const articles: { readonly [language in Language]?: ReadonlySet<string> } = {
  fr: new Set(["l", "d", "j", "m", "t", "s", "n", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu"]),
  it: new Set([
    "l", "un", "d", "c", "m", "t", "s", "v", "all", "dall", "dell", "nell", "sull", "coll", "quell", "quest", "gl", "agl", "dagl",
    "degl", "negl", "sugl",
  ]),
};
const stemmed = /^[\p{L}']+$/u;
const otherScript = /[^\u0000-\u052F]/;
const missing: { readonly [language in Language]?: readonly string[] } = { en: ["a"] }; // in the package's list

/** Brings the words of a language to their stems. */
export class Stemmer {
  readonly language: Language;
  readonly #algorithm: (word: string) => string;
  readonly #stopWords: ReadonlySet<string>;
  readonly #articles: ReadonlySet<string> | undefined;

  private constructor(language: Language, algorithm: (word: string) => string, stopWords: ReadonlySet<string>) {
    [this.language, this.#algorithm, this.#stopWords] = [language, algorithm, stopWords];
    this.#articles = articles[language];
  }

  /** Loads the language. */
  static async of(language: Language): Promise<Stemmer> {
    const { stemmer, stopwords } = await loadLanguage(language);
    return new Stemmer(language, stemmer, new Set([...stopwords, ...(missing[language] ?? [])].map(fold)));
  }

  /** Whether a folded word says nothing. */
  isStopWord(folded: string): boolean {
    return this.#stopWords.has(this.#withoutArticle(folded));
  }

  /** The stem of a folded word, without diacritics; null for a stop word. Numbers, emoji and words of other scripts are their own. */
  stem(folded: string): string | null {
    const word = this.#withoutArticle(folded);
    if (this.#stopWords.has(word)) return null;
    if (!stemmed.test(word) || otherScript.test(word)) return withoutDiacritics(word);
    return withoutDiacritics(this.#algorithm(prepared(word, this.language)) || word);
  }

  #withoutArticle(folded: string): string {
    const apostrophe = this.#articles ? folded.indexOf("'") : -1;
    const isArticle = apostrophe > 0 && apostrophe < folded.length - 1 && this.#articles!.has(folded.slice(0, apostrophe));
    return isArticle ? folded.slice(apostrophe + 1) : folded;
  }
}

/** What the algorithms leave to their callers. */
const prepared = (word: string, language: Language): string =>
  language === "ru" ? word.replaceAll("ё", "е") : language === "en" ? word.replace(/(?<=.)'s?$/, "") : word;

const mostWords = 2_000;
const leastEvidence = 2; // two words that are no other language's, or more that it shares
const leastLead = 1.1;

/** Tells the language of words by the stop words among them; null where they tell too little. The one stemmer where there is one. */
export function detect(words: readonly Word[], stemmers: readonly Stemmer[]): Stemmer | null {
  if (stemmers.length === 1) return stemmers[0]!;
  const evidence = new Map(stemmers.map((stemmer) => [stemmer, 0]));
  for (const { folded } of words.slice(0, mostWords)) {
    const speakers = stemmers.filter((stemmer) => stemmer.isStopWord(folded));
    for (const speaker of speakers) evidence.set(speaker, evidence.get(speaker)! + 1 / speakers.length);
  }
  const [best, next] = [...evidence].sort(([, a], [, b]) => b - a);
  return best && best[1] >= leastEvidence && best[1] >= (next?.[1] ?? 0) * leastLead ? best[0] : null;
}
