import type { Content } from "../content.js";
import { type Language, allLanguages } from "./languages.js";
import { type Match, Matcher } from "./matcher.js";
import type { Query } from "./query.js";
import { Stemmer, detect } from "./stemmer.js";
import { Vocabulary } from "./vocabulary.js";
import { type Word, wordsOf } from "./words.js";

/** The stems of a content, each once. */
export interface Stems {
  readonly title: readonly string[];
  readonly body: readonly string[];
}

const mostStems = 30_000; // what the server takes

/** An entry of which words are kept: what names its text. */
interface OpenedText {
  readonly id: string;
  readonly version: number;
  readonly content: Content | null;
}

/**
 * Finds words in contents: for an index that is made, searched and looked through by this client alone, so that it need agree with no
 * other about what a word or a stem is.
 */
export class EntryWords {
  readonly vocabulary = new Vocabulary();
  readonly #languages: readonly Language[];
  #stemmers: Promise<readonly Stemmer[]> | null = null;

  /** @param languages What entries may be in; all that have stems where it is empty. */
  constructor(languages: readonly Language[] = []) {
    this.#languages = languages.length > 0 ? languages : allLanguages;
  }

  /** Of the languages that entries may be in; loaded once. */
  get stemmers(): Promise<readonly Stemmer[]> {
    return (this.#stemmers ??= Promise.all(this.#languages.map((language) => Stemmer.of(language))));
  }

  /** The stems by which a content is to be found. */
  async stemsOf({ title = "", body }: Content): Promise<Stems> {
    const stemmers = await this.stemmers;
    const [titleWords, bodyWords] = [wordsOf(title), wordsOf(body)];
    const stemmer = detect([...bodyWords, ...titleWords], stemmers) ?? stemmers[0]!;
    const stems = (words: readonly Word[]) => [...new Set(words.flatMap(({ folded }) => stemmer.stem(folded) ?? []))];
    const ofTitle = stems(titleWords).slice(0, mostStems);
    return { title: ofTitle, body: stems(bodyWords).slice(0, mostStems - ofTitle.length) };
  }

  /** Keeps the words of what was opened, to complete others by. */
  learn({ id, version, content }: OpenedText): void {
    if (content) this.vocabulary.learn(`${id} ${version}`, () => [...wordsOf(content.title ?? ""), ...wordsOf(content.body)]);
  }

  /** Looks for a query in contents. Each is taken to be in the language that it was indexed in, or in any where it tells none. */
  async matcherOf(query: Query): Promise<(content: Content) => Match> {
    const stemmers = await this.stemmers;
    const matchers = new Map<Stemmer | null, Matcher>();
    return ({ title = "", body }) => {
      const [titleWords, bodyWords] = [wordsOf(title), wordsOf(body)];
      const language = detect([...bodyWords, ...titleWords], stemmers);
      let matcher = matchers.get(language);
      if (!matcher) matchers.set(language, (matcher = new Matcher(query, language ? [language] : stemmers)));
      return matcher.match(titleWords, bodyWords);
    };
  }
}
