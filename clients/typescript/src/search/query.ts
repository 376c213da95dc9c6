import { wordsOf } from "./words.js";

/** One thing to look for. Its words are folded like those of texts, but are no stems. */
export type Term =
  | { readonly kind: "word"; readonly word: string }
  /** Words one after the other, at least two. */
  | { readonly kind: "phrase"; readonly words: readonly string[] }
  /** Every word that begins so. */
  | { readonly kind: "prefix"; readonly prefix: string };

/** Terms of which one will do; exactly one, which must not hold, where the clause is negated. */
export interface Clause {
  readonly any: readonly Term[];
  readonly isNegated: boolean;
}

/** What somebody looks for: every clause must hold. */
export interface Query {
  readonly all: readonly Clause[];
  /** Whether the text had more terms or words than a query may have. */
  readonly isTooLong: boolean;
}

/** The most terms of a query. */
export const mostTerms = 32;

/** The most words of all its terms. */
export const mostQueryWords = 64;

const part = /(-*)(?:["“”„‟«»＂]([^"“”„‟«»＂]*)["“”„‟«»＂]?|([^\s"“”„‟«»＂]+))/gu;

/**
 * Reads a query as the server does for UCE: words and "exact phrases" of which all must be there, `or` between two of which one will
 * do, `-` before what must not be there, `*` after the beginning of a word. Words that are written as one (well-known) make a phrase.
 */
export function parseQuery(text: string): Query {
  const clauses: Clause[] = [];
  let [terms, words, isOrPending, isTooLong] = [0, 0, false, false];

  for (const [, dashes, quoted, bare] of text.matchAll(part)) {
    const isNegated = dashes !== "";
    const written = quoted ?? bare!;
    if (bare?.toLowerCase() === "or" && !isNegated && clauses.at(-1)?.isNegated === false) isOrPending = true;
    else addWritten(written, isNegated, bare?.endsWith("*") === true);
  }
  if (isOrPending) addLonelyOr();
  return { all: clauses, isTooLong };

  function addWritten(written: string, isNegated: boolean, isPrefix: boolean): void {
    const folded = wordsOf(written).map((word) => word.folded);
    const [first] = folded;
    if (first === undefined || isTooLong) return;
    words += folded.length;
    isTooLong = words > mostQueryWords || terms >= mostTerms;
    if (isTooLong) return;
    if (folded.length > 1) add({ kind: "phrase", words: folded }, isNegated);
    else add(isPrefix ? { kind: "prefix", prefix: first } : { kind: "word", word: first }, isNegated);
  }

  function add(term: Term, isNegated: boolean): void {
    if (isOrPending && isNegated) addLonelyOr();
    terms++;
    const last = clauses.at(-1);
    if (isOrPending && last) clauses[clauses.length - 1] = { any: [...last.any, term], isNegated: false };
    else clauses.push({ any: [term], isNegated });
    isOrPending = false;
  }

  // An "or" that stands between no two terms is a word; in French it is gold.
  function addLonelyOr(): void {
    isOrPending = false;
    add({ kind: "word", word: "or" }, false);
  }
}
