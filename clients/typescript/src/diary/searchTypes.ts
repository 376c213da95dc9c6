import type { EntrySource } from "../generated/operations.js";
import type { DiaryEntry } from "./entryTypes.js";

/** Which entries are searched. */
export interface SearchFilter {
  readonly from?: string;
  readonly to?: string;
  /** Entries that carry all of these. */
  readonly tags?: readonly string[];
  readonly source?: EntrySource;
  /** True: the trash only. */
  readonly deleted?: boolean;
}

/** Which page of a search. */
export interface SearchOptions {
  /** 20 unless given, 100 at most. */
  readonly first?: number;
  /** {@link SearchPage.nextPage} of the page before. */
  readonly after?: string | null;
  readonly filter?: SearchFilter;
}

/** An entry that was found. */
export interface SearchHit {
  readonly entry: DiaryEntry;
  /** Higher is better; to be compared within one search only. */
  readonly score: number;
  /** A passage of the body as HTML: the matches between `<mark>` and `</mark>`, the rest escaped. */
  readonly snippet: string;
}

/** Some of what was found, best first. */
export interface SearchPage {
  readonly hits: readonly SearchHit[];
  /** How many entries match, on all pages. */
  readonly total: number;
  /** Whether there may be more: only the newest 500 that may match are looked through. */
  readonly totalIsLowerBound: boolean;
  /** Where the next page begins; null after the last. */
  readonly nextPage: string | null;
}
