import { fold, withoutDiacritics } from "./folding.js";
import type { Word } from "./words.js";

const mostWords = 50_000;
const mostTexts = 20_000;

/** The words of the texts that were opened since it was made, in memory only, so many at most. */
export class Vocabulary {
  readonly #uses = new Map<string, number>();
  readonly #learned = new Set<string>();

  /** Takes up the words of a text; nothing where it has them. */
  learn(text: string, words: () => readonly Word[]): void {
    if (this.#learned.has(text) || this.#learned.size >= mostTexts) return;
    this.#learned.add(text);
    for (const word of new Set(words().map(({ folded }) => folded))) {
      const uses = this.#uses.get(word);
      if (uses !== undefined || this.#uses.size < mostWords) this.#uses.set(word, (uses ?? 0) + 1);
    }
  }

  /** The words that begin so, those of most texts first; diacritics do not count where the prefix has none. */
  startingWith(prefix: string, most: number): string[] {
    const wanted = fold(prefix);
    if (wanted === "") return [];
    return [...this.#uses]
      .filter(([word]) => word.startsWith(wanted) || withoutDiacritics(word).startsWith(wanted))
      .sort(([a, times], [b, others]) => others - times || (a < b ? -1 : 1))
      .slice(0, most)
      .map(([word]) => word);
  }

  /** Forgets all of them. */
  clear(): void {
    this.#uses.clear();
    this.#learned.clear();
  }
}
