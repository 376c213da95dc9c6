import type { Content } from "../content.js";
import type { ContentsFragment, EntryContentInput, EntryFilter, EntrySource, FileFragment, TagsFragment } from "../generated/operations.js";
import type { FileKeys } from "./fileSecrets.js";
import type { DiaryFile } from "./fileTypes.js";

/** What an entry's content is beside its text, for whoever asks for it. */
export interface WriteOptions {
  /** The entry's day, whose quarter chooses the key of search tokens. */
  readonly entryDate?: string;
  /**
   * E2E: stemmed words to find the entry by, for who has a search of their own. Unless given, they are those of the content with
   * blindSearch, and none without: see the threat model for what they tell.
   */
  readonly stems?: { readonly title?: readonly string[]; readonly body?: readonly string[] };
}

/** How a content is sealed. */
export interface SealOptions extends WriteOptions {
  /** Where the entry is from, whose own keys its search tokens have; the diary itself unless given. */
  readonly source?: EntrySource;
}

/** A content, once opened. */
export interface OpenedContent {
  /** Null where it did not open: it is not what the account sealed for this place. */
  readonly content: Content | null;
  /** False for what was not sealed by the account's own client, such as an import. */
  readonly authenticated: boolean;
}

/** The one place where the tiers differ: how a content goes to the server and comes back. */
export interface ContentBox {
  /** The content as it is sent for a version of an entry. */
  seal(entryId: string, version: number, content: Content, options: SealOptions): Promise<EntryContentInput>;
  /** The content as it was for a version of an entry. Never throws for what the server sent. */
  open(entryId: string, version: number, content: ContentsFragment, tags: readonly TagsFragment[]): Promise<OpenedContent>;
  /** A tag's name; null where it does not open. The system's own are plain in both tiers. */
  nameOf(tag: TagsFragment): string | null;
  /** E2E: what opens and seals files; null for UCE, where the server does. */
  readonly fileKeys: FileKeys | null;
  /** A file as its owner sees it. */
  openFile(file: FileFragment): Promise<DiaryFile>;
  /** What finds the entries that carry all of these tags. */
  filterByTags(names: readonly string[]): EntryFilter;
  /** A text that the server sealed to the account, such as a device's name. */
  openNote(plain: string, sealed: string | null): Promise<string | null>;
}
