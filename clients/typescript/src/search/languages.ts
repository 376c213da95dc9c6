/** ISO 639-1; "no" is Bokmål and Nynorsk alike. */
export type Language = "en" | "de" | "fr" | "es" | "it" | "pt" | "nl" | "ru" | "sv" | "da" | "no" | "fi";

/** What a language brings: an algorithm of Snowball's, and the words that say nothing. */
export interface LanguageParts {
  readonly stemmer: (word: string) => string;
  readonly stopwords: readonly string[];
}

// Each a file of its own, loaded when it is first needed.
const parts: Record<Language, () => Promise<readonly [Pick<LanguageParts, "stemmer">, Pick<LanguageParts, "stopwords">]>> = {
  en: () => Promise.all([import("@orama/stemmers/english"), import("@orama/stopwords/english")]),
  de: () => Promise.all([import("@orama/stemmers/german"), import("@orama/stopwords/german")]),
  fr: () => Promise.all([import("@orama/stemmers/french"), import("@orama/stopwords/french")]),
  es: () => Promise.all([import("@orama/stemmers/spanish"), import("@orama/stopwords/spanish")]),
  it: () => Promise.all([import("@orama/stemmers/italian"), import("@orama/stopwords/italian")]),
  pt: () => Promise.all([import("@orama/stemmers/portuguese"), import("@orama/stopwords/portuguese")]),
  nl: () => Promise.all([import("@orama/stemmers/dutch"), import("@orama/stopwords/dutch")]),
  ru: () => Promise.all([import("@orama/stemmers/russian"), import("@orama/stopwords/russian")]),
  sv: () => Promise.all([import("@orama/stemmers/swedish"), import("@orama/stopwords/swedish")]),
  da: () => Promise.all([import("@orama/stemmers/danish"), import("@orama/stopwords/danish")]),
  no: () => Promise.all([import("@orama/stemmers/norwegian"), import("@orama/stopwords/norwegian")]),
  fi: () => Promise.all([import("@orama/stemmers/finnish"), import("@orama/stopwords/finnish")]),
};

/** Every language that has stems. */
export const allLanguages = Object.keys(parts) as readonly Language[];

/** A language's parts. */
export async function loadLanguage(language: Language): Promise<LanguageParts> {
  const [{ stemmer }, { stopwords }] = await parts[language]();
  return { stemmer, stopwords };
}
