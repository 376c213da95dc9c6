import type { Clause, Query } from "./query.js";
import type { Stemmer } from "./stemmer.js";

/** Stems to look up: all of the outer list, any of an inner one. */
export type StemLists = readonly (readonly string[])[];

/** What finds an entry by its tokens. */
export interface TokenPlan {
  /** A request for each; none where no word bounds the query. */
  readonly plans: readonly StemLists[];
  /** Whether they find all: not where a prefix was looked up by the words that happen to be known. */
  readonly isComplete: boolean;
}

/** What must be there for a clause to hold: one of the words that stand for its terms, or what no word tells of. */
type Requirement = readonly (readonly string[] | null)[];

/**
 * What can be looked up for a query, more rather than less: whoever opens what was found looks through it. There may be several
 * requests, since a word is a stop word, which no entry is indexed by, in some languages only.
 * @param expand The known words that begin with a prefix.
 */
export function planTokens(query: Query, stemmers: readonly Stemmer[], expand: (prefix: string) => readonly string[]): TokenPlan {
  const requirements = query.all.filter((clause) => !clause.isNegated).flatMap(requirementsOf);
  const byWords = planned(requirements, stemmers);
  if (byWords.length > 0) return { plans: byWords, isComplete: true };
  // Nothing but prefixes: words that are known to begin so find what has them, and not what nobody has seen yet.
  const expanded = query.all.filter((clause) => !clause.isNegated && clause.any.every((term) => term.kind === "prefix"));
  const known = expanded.map(({ any }) => any.map((term) => (term.kind === "prefix" ? expand(term.prefix) : [])).flat());
  const plans = planned(known.filter((words) => words.length > 0).map((words) => words.map((word) => [word])), stemmers);
  return { plans, isComplete: plans.length === 0 };
}

/** A phrase by itself asks for each of its words; beside an alternative it can only be told by one of them. */
function requirementsOf({ any }: Clause): Requirement[] {
  const [first] = any;
  if (any.length === 1 && first?.kind === "phrase") return first.words.map((word) => [[word]]);
  return [any.map((term) => (term.kind === "word" ? [term.word] : term.kind === "phrase" ? longestFirst(term.words) : null))];
}

const longestFirst = (words: readonly string[]): string[] => words.toSorted((a, b) => b.length - a.length);

function planned(requirements: readonly Requirement[], stemmers: readonly Stemmer[]): StemLists[] {
  const byLanguage = stemmers
    .map((stemmer) => new Map(requirements.flatMap((requirement, i) => {
      const stems = stemsOf(requirement, stemmer);
      return stems ? [[i, stems] as const] : [];
    })))
    .filter((kept) => kept.size > 0);
  // Where one language keeps fewer of the words than another, what those find has all that the others would.
  const smallest = byLanguage.filter((kept) => !byLanguage.some((other) => isLess(other, kept)));
  const groups = new Map(smallest.map((kept) => [[...kept.keys()].join(), [...kept.keys()]]));
  return Array.from(groups.values(), (numbers) => {
    const having = byLanguage.filter((kept) => numbers.every((i) => kept.has(i)));
    const lists = numbers.map((i) => [...new Set(having.flatMap((kept) => kept.get(i)!))].sort());
    return [...new Map(lists.map((list) => [list.join(" "), list])).values()];
  });
}

const isLess = (one: ReadonlyMap<number, unknown>, other: ReadonlyMap<number, unknown>): boolean =>
  one.size < other.size && [...one.keys()].every((i) => other.has(i));

/** A stem for each alternative that is no stop word; null where the requirement may hold without any of them. */
function stemsOf(requirement: Requirement, stemmer: Stemmer): string[] | null {
  const stems: string[] = [];
  for (const words of requirement) {
    if (!words) return null;
    const stem = words.map((word) => stemmer.stem(word)).find((found) => found !== null);
    if (stem !== undefined) stems.push(stem!);
    else if (words.length > 1) return null; // a phrase of stop words
  }
  return stems.length > 0 ? stems : null;
}
