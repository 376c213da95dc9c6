import * as operations from "../generated/operations.js";
import type { EntryWords } from "../search/entryWords.js";
import type { Query } from "../search/query.js";
import { scoresOf } from "../search/ranking.js";
import { snippetOf } from "../search/snippet.js";
import { type StemLists, planTokens } from "../search/tokenPlan.js";
import { dayBefore, quartersAt, quartersBack, tokensOf } from "./blindTokens.js";
import type { DiaryEntry } from "./entryTypes.js";
import { DiaryError } from "./errors.js";
import { openEntry } from "./opening.js";
import type { Owner } from "./owner.js";
import type { SearchHit, SearchPage } from "./searchTypes.js";
import type { Session } from "./session.js";

const mostOpened = 500;
const mostPrefixWords = 200;
const pageSize = 100;

/** What is asked for. */
interface Request {
  /** Tells it from other searches. */
  readonly name: string;
  readonly selection: operations.EntryFilter;
  readonly first: number;
  readonly after: string | null;
}

interface Found {
  readonly name: string;
  readonly hits: readonly SearchHit[];
  readonly isCut: boolean;
}

type Sent = operations.WholeEntryFragment;
type Page = { readonly nodes: readonly Sent[]; readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null } };

/**
 * Search in an E2E account: the server finds the newest entries that may match by their tokens, and this client opens them, looks
 * through them and ranks them. What the last search found is kept for its further pages.
 */
export class BlindSearch {
  readonly #session: Session;
  readonly #words: EntryWords;
  #last: Found | null = null;

  constructor(session: Session, words: EntryWords) {
    [this.#session, this.#words] = [session, words];
  }

  /** A page of what a query finds. */
  async find(owner: Owner, query: Query, { name, selection, first, after }: Request): Promise<SearchPage> {
    const { hits, isCut } = after !== null && this.#last?.name === name ? this.#last : await this.#search(owner, query, selection, name);
    const start = after === null ? 0 : hits.findIndex(({ entry }) => entry.id === after) + 1;
    if (after !== null && start === 0) throw new DiaryError("INVALID_CURSOR", "The page before is found no more: search again.");
    const page = hits.slice(start, start + first);
    const nextPage = start + first < hits.length ? (page.at(-1)?.entry.id ?? null) : null;
    return { hits: page, total: hits.length, totalIsLowerBound: isCut, nextPage };
  }

  async #search(owner: Owner, query: Query, selection: operations.EntryFilter, name: string): Promise<Found> {
    const { index } = owner; // without keys nothing is asked for
    const expand = (prefix: string) => this.#words.vocabulary.startingWith(prefix, mostPrefixWords);
    const { plans, isComplete } = planTokens(query, await this.#words.stemmers, expand);
    const sent = query.all.length === 0 ? []
      : plans.length === 0 ? await this.#pages((after) => this.#entries(selection, after), mostOpened)
      : await this.#byTokens(index, plans, selection);
    const entries = await Promise.all(sent.map((entry) => openEntry(owner.box, entry)));
    entries.forEach((entry) => this.#words.learn(entry));
    return (this.#last = { name, hits: await this.#ranked(query, entries), isCut: sent.length >= mostOpened || !isComplete });
  }

  async #ranked(query: Query, entries: readonly DiaryEntry[]): Promise<SearchHit[]> {
    const match = await this.#words.matcherOf(query);
    const matched = entries
      .flatMap((entry) => (entry.content ? [{ entry, body: entry.content.body, match: match(entry.content) }] : []))
      .filter((found) => found.match.satisfies);
    const scores = scoresOf(matched.map((found) => found.match));
    return matched
      .map(({ entry, body, match: { marks } }, i) => ({ entry, score: scores[i]!, snippet: snippetOf(body, marks) }))
      .sort((a, b) => b.score - a.score || newestFirst(a.entry, b.entry));
  }

  async #byTokens(index: Owner["index"], plans: readonly StemLists[], selection: operations.EntryFilter): Promise<Sent[]> {
    const sources = selection.source ? [selection.source] : await this.#sources(selection);
    const found = new Map<string, Sent>();
    for (const lists of plans) {
      for (const entry of await this.#newest(index, lists, sources, selection)) found.set(entry.id, entry);
    }
    return [...found.values()].sort(newestFirst).slice(0, mostOpened);
  }

  /** From the newest quarters back, past those without entries, until there are enough. */
  async #newest(
    index: Owner["index"], lists: StemLists, sources: readonly operations.EntrySource[], selection: operations.EntryFilter,
  ): Promise<Sent[]> {
    const found: Sent[] = [];
    let newest = await this.#newestDay(selection);
    for (let step = 0; newest !== null && found.length < mostOpened; step++) {
      const quarters = quartersBack(newest, selection.from ?? null, quartersAt(step, lists, sources.length));
      const tokens = tokensOf(index, lists, quarters, sources);
      found.push(...await this.#pages((after) => this.#matching(tokens, selection, after), mostOpened - found.length));
      const to = dayBefore(quarters.at(-1) ?? newest);
      newest = to !== null && (selection.from ?? "") <= to ? await this.#newestDay({ ...selection, to }) : null;
    }
    return found;
  }

  /** Where entries are from: tokens have other keys for each. */
  async #sources(selection: operations.EntryFilter): Promise<operations.EntrySource[]> {
    const imports = await Promise.all((["FACEBOOK", "IMPORT"] as const).map(async (source) =>
      ((await this.#newestDay({ ...selection, source })) === null ? [] : source)));
    return ["DIARY", ...imports.flat()];
  }

  async #newestDay(filter: operations.EntryFilter): Promise<string | null> {
    return (await this.#session.run(operations.newestDay, { filter })).entries.nodes[0]?.entryDate ?? null;
  }

  async #matching(tokens: string[][], filter: operations.EntryFilter, after: string | null): Promise<Page> {
    return (await this.#session.run(operations.blindSearch, { tokens, first: pageSize, filter, after })).search;
  }

  async #entries(filter: operations.EntryFilter, after: string | null): Promise<Page> {
    return (await this.#session.run(operations.entries, { first: pageSize, after, filter, order: "ENTRY_DATE_DESC" })).entries;
  }

  async #pages(ask: (after: string | null) => Promise<Page>, most: number): Promise<Sent[]> {
    const all: Sent[] = [];
    let after: string | null = null;
    do {
      const { nodes, pageInfo }: Page = await ask(after);
      all.push(...nodes);
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
    } while (after !== null && all.length < most);
    return all.slice(0, most);
  }
}

const newestFirst = (a: { entryDate: string; id: string }, b: { entryDate: string; id: string }): number =>
  a.entryDate === b.entryDate ? (a.id < b.id ? 1 : -1) : a.entryDate < b.entryDate ? 1 : -1;
