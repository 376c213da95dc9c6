import type { Content } from "../content.js";
import type { EntryEventKind, EntrySource, StatisticsQuery } from "../generated/operations.js";
import type { DiaryFile } from "./fileTypes.js";

/** An entry as it stands now, opened. */
export interface DiaryEntry {
  readonly id: string;
  /** How many times it changed, from 1; an edit hands it back, so that nothing is overwritten unseen. */
  readonly version: number;
  /** The day that it is about, yyyy-mm-dd. */
  readonly entryDate: string;
  readonly timeZone: string;
  readonly source: EntrySource;
  readonly createdAt: string;
  readonly updatedAt: string;
  /** When it was put into the trash; null where it was not. */
  readonly deletedAt: string | null;
  /** When it leaves the trash for good. */
  readonly purgeAt: string | null;
  /** Null where it did not open: it is not what the account sealed for this place. */
  readonly content: Content | null;
  /** E2E: false for what was not sealed by the account's own client, such as an import. */
  readonly authenticated: boolean;
  readonly tags: readonly EntryTag[];
  /** In the order in which they are shown. */
  readonly files: readonly DiaryFile[];
}

/** A tag as the server keeps it. */
export interface EntryTag {
  /** Null where it did not open. */
  readonly name: string | null;
  /** Base64. */
  readonly token: string;
  /** Set by the system, such as source:facebook. */
  readonly auto: boolean;
  /** Entries outside of the trash that carry it. */
  readonly entryCount: number;
}

/** What a tag's new name came to. */
export interface TagRename {
  /** All tags, as they are now. */
  readonly tags: readonly EntryTag[];
  /**
   * How many entries keep the old name. E2E: those in the trash, which take no edits, those that did not open or were not sealed by the
   * account's own client, and those that can have no further version. UCE: none.
   */
  readonly kept: number;
}

/** A day that has entries. */
export interface CalendarDay {
  /** yyyy-mm-dd. */
  readonly date: string;
  readonly entryCount: number;
}

/** What the diary comes to, without what lies in the trash; the number of words is null for E2E. */
export type DiaryStatistics = StatisticsQuery["statistics"];

/** The content as it stood at one version, opened. */
export interface EntryVersion {
  readonly version: number;
  readonly entryDate: string;
  readonly recordedAt: string;
  /** The session that wrote it; null for imports. */
  readonly session: string | null;
  readonly content: Content | null;
  readonly authenticated: boolean;
  readonly tags: readonly EntryTag[];
}

/** Something that happened to an entry. */
export interface EntryEvent {
  readonly version: number;
  readonly kind: EntryEventKind;
  readonly recordedAt: string;
  readonly session: string | null;
}

/** Some of a list. */
export interface Page<T> {
  readonly nodes: readonly T[];
  /** Where the next page begins; null after the last. */
  readonly next: string | null;
}

/** Which page. */
export interface PageOptions {
  readonly first?: number;
  /** {@link Page.next} of the page before. */
  readonly after?: string | null;
}

/** Something that happened in the diary. */
export interface DiaryChange {
  readonly entryId: string;
  /** The version that it made. */
  readonly version: number;
  readonly kind: EntryEventKind;
  /** As it stands now, which may be newer than the version: then a later change says so again. Null once it is purged. */
  readonly entry: DiaryEntry | null;
  /** Where what came after it begins. */
  readonly cursor: string;
}

/** What happened since a cursor. */
export interface ChangePage {
  readonly changes: readonly DiaryChange[];
  /** To be kept: where what comes next begins. As it was where nothing happened; null where nothing ever did. */
  readonly cursor: string | null;
  /** Whether there is more already. */
  readonly hasMore: boolean;
}
