import { withoutDiacritics } from "./folding.js";
import type { Query, Term } from "./query.js";
import type { Stemmer } from "./stemmer.js";
import type { Word } from "./words.js";

/** A place of the body where a term was found, in UTF-16 units. */
export interface Mark {
  readonly start: number;
  readonly length: number;
  /** The term's number in the query. */
  readonly term: number;
}

/** What a query found in a text. */
export interface Match {
  readonly satisfies: boolean;
  /** For each term of the query how often it is there; 0 for those that are passed over. */
  readonly counts: readonly { readonly title: number; readonly body: number }[];
  readonly titleWords: number;
  readonly bodyWords: number;
  /** In the order of the body. */
  readonly marks: readonly Mark[];
}

interface Step { readonly atom: number; readonly distance: number }
interface Pattern { readonly term: number; readonly steps: readonly Step[] }
interface Found { readonly counts: number[]; readonly marks: Mark[] }

const none: readonly number[] = [];

/**
 * Matches words against one query in some languages. A term may hold in any of them; of a phrase, stop words keep their place but may
 * be any word; single stop words are passed over, unless the query has nothing else. Made for one search.
 */
export class Matcher {
  readonly #clauses: { readonly terms: readonly number[]; readonly isNegated: boolean }[] = [];
  readonly #atoms = new Map<string, number>();
  readonly #prefixes: [prefix: string, atom: number][] = [];
  readonly #beginning: Pattern[][] = [];
  readonly #remembered = new Map<string, readonly number[]>();
  readonly #stemmers: readonly Stemmer[];
  readonly #terms: number;

  constructor(query: Query, stemmers: readonly Stemmer[]) {
    this.#stemmers = stemmers;
    const isSilent = (term: Term) => term.kind !== "prefix" && wordsOfTerm(term).every((w) => stemmers.every((s) => s.isStopWord(w)));
    const asWritten = query.all.every((clause) => clause.any.every(isSilent));
    let number = 0;
    for (const clause of query.all) {
      const kept: number[] = [];
      for (const term of clause.any) {
        if (asWritten || term.kind !== "word" || !isSilent(term)) {
          kept.push(number);
          this.#plan(term, number, isSilent(term));
        }
        number++;
      }
      if (kept.length > 0) this.#clauses.push({ terms: kept, isNegated: clause.isNegated });
    }
    this.#terms = number;
  }

  /** Looks for the query in a text. A query without words is satisfied by none. */
  match(title: readonly Word[], body: readonly Word[]): Match {
    const [inTitle, inBody] = [this.#find(title), this.#find(body)];
    const counts = inTitle.counts.map((count, term) => ({ title: count, body: inBody.counts[term]! }));
    const isThere = (term: number) => counts[term]!.title + counts[term]!.body > 0;
    const satisfies = this.#clauses.length > 0 && this.#clauses.every(({ terms, isNegated }) => terms.some(isThere) !== isNegated);
    const marks = inBody.marks.sort((a, b) => a.start - b.start || a.term - b.term);
    return { satisfies, counts, titleWords: title.length, bodyWords: body.length, marks: satisfies ? marks : [] };
  }

  #find(words: readonly Word[]): Found {
    const atoms = words.map(({ folded }) => this.#atomsOf(folded));
    const counts = new Array<number>(this.#terms).fill(0);
    const freeFrom = new Array<number>(this.#terms).fill(0); // phrases do not overlap themselves
    const marks: Mark[] = [];
    atoms.forEach((here, i) => {
      for (const { term, steps } of here.flatMap((atom) => this.#beginning[atom]!)) {
        if (i < freeFrom[term]! || !steps.every(({ atom, distance }) => atoms[i + distance]?.includes(atom))) continue;
        counts[term]!++;
        freeFrom[term] = i + steps.at(-1)!.distance + 1;
        for (const { distance } of steps) {
          const { start, length } = words[i + distance]!;
          marks.push({ start, length, term });
        }
      }
    });
    return { counts, marks };
  }

  #atomsOf(folded: string): readonly number[] {
    let atoms = this.#remembered.get(folded);
    if (!atoms) this.#remembered.set(folded, (atoms = this.#look(folded)));
    return atoms;
  }

  #look(folded: string): readonly number[] {
    const keys = [`=${folded}`, ...this.#stemmers.map((stemmer) => stemKey(stemmer, stemmer.stem(folded) ?? ""))];
    const found = keys.flatMap((key) => this.#atoms.get(key) ?? []);
    const plain = withoutDiacritics(folded);
    for (const [prefix, atom] of this.#prefixes) {
      if (folded.startsWith(prefix) || plain.startsWith(withoutDiacritics(prefix))) found.push(atom);
    }
    return found.length > 0 ? found : none;
  }

  #plan(term: Term, number: number, isSilent: boolean): void {
    if (term.kind === "prefix") {
      const atom = this.#atom(`*${term.prefix}`);
      this.#prefixes.push([term.prefix, atom]);
      this.#beginning[atom]!.push({ term: number, steps: [{ atom, distance: 0 }] });
      return;
    }
    const words = wordsOfTerm(term);
    if (isSilent) this.#add(number, words.map((word) => `=${word}`));
    else for (const s of this.#stemmers) this.#add(number, words.map((w) => ((stem) => stem && stemKey(s, stem))(s.stem(w))));
  }

  #add(term: number, keys: readonly (string | null)[]): void {
    const first = keys.findIndex((key) => key !== null);
    if (first < 0) return;
    const steps = keys.flatMap((key, i) => (key === null ? [] : { atom: this.#atom(key), distance: i - first }));
    this.#beginning[steps[0]!.atom]!.push({ term, steps });
  }

  #atom(key: string): number {
    let atom = this.#atoms.get(key);
    if (atom === undefined) {
      this.#atoms.set(key, (atom = this.#beginning.length));
      this.#beginning.push([]);
    }
    return atom;
  }
}

const stemKey = ({ language }: Stemmer, stem: string): string => `${language}:${stem}`;

const wordsOfTerm = (term: Exclude<Term, { kind: "prefix" }>): readonly string[] => (term.kind === "word" ? [term.word] : term.words);
