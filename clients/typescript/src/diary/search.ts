import * as operations from "../generated/operations.js";
import type { EntryWords } from "../search/entryWords.js";
import { mostQueryWords, mostTerms, parseQuery } from "../search/query.js";
import { BlindSearch } from "./blindSearch.js";
import { DiaryError } from "./errors.js";
import { openEntry } from "./opening.js";
import type { Owner } from "./owner.js";
import type { SearchOptions, SearchPage } from "./searchTypes.js";
import type { Session } from "./session.js";

const mostCharacters = 1_000;
const mostHits = 100;

/** Full-text search: by the server for UCE, by this client for E2E. */
export class Search {
  readonly #session: Session;
  readonly #owner: () => Owner;
  readonly #words: EntryWords | null;
  #blind: BlindSearch | null = null;

  /** @param words What makes the tokens of E2E entries; null where they have none. */
  constructor(session: Session, owner: () => Owner, words: EntryWords | null) {
    [this.#session, this.#owner, this.#words] = [session, owner, words];
  }

  /** A page of the entries that a query finds. */
  async find(text: string, { first = 20, after = null, filter = {} }: SearchOptions): Promise<SearchPage> {
    const owner = this.#owner();
    const { tags, ...rest } = filter;
    const selection = { ...rest, ...(tags?.length && owner.box.filterByTags(tags)) };
    if (owner.account.tier === "UCE") return this.#findByServer(owner, text, first, after, selection);

    const words = this.#wordsOfE2E();
    const query = parseQuery(text.slice(0, mostCharacters));
    if (text.length > mostCharacters) throw bad(`A query has at most ${mostCharacters} characters.`);
    if (query.isTooLong) throw bad(`A query has at most ${mostTerms} terms, and ${mostQueryWords} words in all.`);
    if (!Number.isInteger(first) || first < 0 || first > mostHits) throw bad(`A page has at most ${mostHits} hits.`);
    this.#blind ??= new BlindSearch(this.#session, words);
    return this.#blind.find(owner, query, { name: JSON.stringify([text, selection]), selection, first, after });
  }

  /** Words that begin so, most used first: of the diary for UCE, of what was opened since sign-in for E2E. */
  async suggest(prefix: string, first: number): Promise<readonly string[]> {
    if (this.#owner().account.tier === "E2E") return this.#wordsOfE2E().vocabulary.startingWith(prefix, first);
    return (await this.#session.run(operations.suggest, { prefix, first })).suggest;
  }

  /** Forgets what was opened. */
  clear(): void {
    this.#words?.vocabulary.clear();
    this.#blind = null;
  }

  async #findByServer(
    { box }: Owner, query: string, first: number, after: string | null, filter: operations.EntryFilter,
  ): Promise<SearchPage> {
    const { search } = await this.#session.run(operations.search, { query, first, after, filter });
    const { edges, pageInfo, totalCount: total, totalIsLowerBound } = search;
    const hits = await Promise.all(edges.map(async ({ node, score, snippet }) =>
      ({ entry: await openEntry(box, node), score, snippet: snippet ?? "" })));
    return { hits, total, totalIsLowerBound, nextPage: pageInfo.hasNextPage ? pageInfo.endCursor : null };
  }

  #wordsOfE2E(): EntryWords {
    if (!this.#words) {
      throw new DiaryError("SEARCH_OFF", "This client keeps no search tokens: make it with blindSearch, or list by day, tag and source.");
    }
    return this.#words;
  }
}

const bad = (message: string): DiaryError => new DiaryError("BAD_REQUEST", message);
