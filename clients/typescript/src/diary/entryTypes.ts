import type { Content } from "../content.js";
import type { EntryEventKind, EntrySource } from "../generated/operations.js";

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
}

/** A tag as the server keeps it. */
export interface EntryTag {
  /** Null where it did not open. */
  readonly name: string | null;
  /** Base64. */
  readonly token: string;
  /** Set by the system, such as source:facebook. */
  readonly auto: boolean;
  readonly entryCount: number;
}

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
