import { type Content, present } from "../content.js";
import { quarterOf } from "../cryptography/quarter.js";
import * as operations from "../generated/operations.js";
import type { EntryWords } from "../search/entryWords.js";
import type { WriteOptions } from "./contentBox.js";
import type {
  CalendarDay, ChangePage, DiaryEntry, DiaryStatistics, EntryEvent, EntryTag, EntryVersion, Page, PageOptions, TagRename,
} from "./entryTypes.js";
import { DiaryError, accepted, given } from "./errors.js";
import { newId } from "./ids.js";
import { openChange, openEntry, openTags, openVersion, pageOf } from "./opening.js";
import type { Owner } from "./owner.js";
import { renameSealedTag } from "./sealedTags.js";
import type { Session } from "./session.js";

/** An entry that is being written. */
export interface NewEntry extends WriteOptions {
  /** Fresh unless given. Writing the same entry again under one id creates nothing twice. */
  readonly id?: string;
  /** The day that it is about, yyyy-mm-dd. */
  readonly entryDate: string;
  /** The account's unless given. */
  readonly timeZone?: string;
  /** Ids of files that have arrived, in the order in which they are shown; none unless given. */
  readonly files?: readonly string[];
}

/** What changes beside the content. */
export interface EntryChange extends WriteOptions {
  readonly timeZone?: string;
  /** The whole list; as it is unless given. */
  readonly files?: readonly string[];
}

/** Which entries. */
export interface EntryList extends PageOptions {
  readonly from?: string;
  readonly to?: string;
  /** Entries that carry all of these. */
  readonly tags?: readonly string[];
  readonly source?: operations.EntrySource;
  /** True: the trash only. */
  readonly deleted?: boolean;
  readonly order?: operations.EntryOrder;
}

/** An entry, and the version of it that was seen. With blindSearch, an edit reads day and source where they are not given. */
export type EntryReference = Pick<DiaryEntry, "id" | "version"> & Partial<Pick<DiaryEntry, "entryDate" | "source">>;

type EntryPayload = { readonly entry: operations.WholeEntryFragment | null; readonly problems: readonly operations.RefusedFragment[] };

/** The diary's entries: every method seals what goes and opens what comes. Refusals are thrown as DiaryProblem. */
export class Entries {
  readonly #session: Session;
  readonly #owner: () => Owner;
  readonly #words: EntryWords | null;

  /** Made by DiaryClient. */
  constructor(session: Session, owner: () => Owner, words: EntryWords | null) {
    [this.#session, this.#owner, this.#words] = [session, owner, words];
  }

  /** Writes an entry. */
  async write(content: Content, { id = newId(), entryDate, timeZone, files, stems }: NewEntry): Promise<DiaryEntry> {
    const sealed = await this.#seal({ id, version: 0, entryDate, source: "DIARY" }, content, { ...(stems && { stems }) });
    const input = { id, entryDate, content: sealed, ...present({ timeZone, media: files }) };
    return this.#opened((await this.#session.run(operations.createEntry, { input })).createEntry, input.id);
  }

  /**
   * Replaces the content as a whole, or leaves it where it is null and only the day changes. With blindSearch, a day in another quarter
   * has the content sealed anew, since its tokens have other keys there.
   * @throws {DiaryProblem} VERSION_CONFLICT, with the version that stands now, where the entry changed meanwhile.
   */
  async edit(entry: EntryReference, content: Content | null, change: EntryChange = {}): Promise<DiaryEntry> {
    const { id, version } = entry;
    const { entryDate, timeZone, files } = change;
    const sealed = content ? await this.#seal(entry, content, change) : await this.#movedContent(entry, entryDate);
    const input = {
      id,
      expectedVersion: version,
      ...(sealed && { content: sealed }),
      ...present({ entryDate, timeZone, media: files }),
    };
    return this.#opened((await this.#session.run(operations.editEntry, { input })).editEntry, input.id);
  }

  /** The entry; null where there is none. */
  async read(id: string): Promise<DiaryEntry | null> {
    const { entry } = await this.#session.run(operations.entry, { id });
    return entry && this.#open(entry, id);
  }

  /** The diary, newest day first unless ordered otherwise. */
  async list({ first = 20, after = null, order = "ENTRY_DATE_DESC", tags, ...filter }: EntryList = {}): Promise<Page<DiaryEntry>> {
    const { box } = this.#owner();
    const variables = { first, after, order, filter: { ...filter, ...(tags?.length && box.filterByTags(tags)) } };
    const { entries } = await this.#session.run(operations.entries, variables);
    return pageOf(entries, async (entry) => this.#learned(await openEntry(box, entry)));
  }

  /** The days from one to another that have entries, both included, at most 366 days apart, in order. */
  async calendar(from: string, to: string): Promise<readonly CalendarDay[]> {
    return (await this.#session.run(operations.calendar, { from, to })).calendar;
  }

  /** The entries of this calendar day in earlier years, newest first; today in the account's time zone unless given. */
  async onThisDay(date?: string): Promise<DiaryEntry[]> {
    const { box } = this.#owner();
    const { onThisDay } = await this.#session.run(operations.onThisDay, present({ date }));
    return Promise.all(onThisDay.map(async (entry) => this.#learned(await openEntry(box, entry))));
  }

  /** What the diary comes to. */
  async statistics(): Promise<DiaryStatistics> {
    return (await this.#session.run(operations.statistics, {})).statistics;
  }

  /**
   * What happened since a cursor, in an order that never skips one; from the beginning, that is the whole diary, unless given. Put each
   * entry in the place of the copy that is kept of it, or remove that where it is null, and ask again with the page's cursor.
   * @throws {DiaryError} INVALID_CURSOR: begin without one, as after the server was restored from a backup.
   */
  async changes({ first = 100, after = null }: PageOptions = {}): Promise<ChangePage> {
    const { box } = this.#owner();
    const { edges, pageInfo } = (await this.#session.run(operations.changes, { first, after })).changes;
    const changes = await Promise.all(edges.map((edge) => openChange(box, edge)));
    for (const { entry } of changes) if (entry) this.#learned(entry);
    return { changes, cursor: changes.at(-1)?.cursor ?? after, hasMore: pageInfo.hasNextPage };
  }

  /** All tags that entries carry. */
  async tags(): Promise<EntryTag[]> {
    const { tags } = await this.#session.run(operations.entryTags, {});
    return openTags(this.#owner().box, tags);
  }

  /**
   * Gives a tag another name, or another spelling, on every entry that carries it; renamed to another tag, the two become one. UCE: the
   * server does it. E2E: this client edits one entry after the other; see {@link TagRename.kept} for those that it leaves alone.
   * @throws {DiaryProblem} NOT_FOUND: no entry carries it, as after it was done. INVALID: the name cannot be. LIMIT_REACHED (UCE): some
   *   entries can have no further version and keep it; the others are done.
   * @throws {DiaryError} UNAVAILABLE, RATE_LIMITED, NETWORK: some are done; the same call goes on from there.
   */
  async renameTag(from: string, to: string): Promise<TagRename> {
    const owner = this.#owner();
    if (owner.account.tier === "E2E") return { kept: await renameSealedTag(this, owner.index, from, to), tags: await this.tags() };
    const payload = accepted((await this.#session.run(operations.renameTag, { from, to })).renameTag);
    return { kept: 0, tags: openTags(owner.box, given(payload.tags, "tags")) };
  }

  /** Every version of the content, newest first. */
  async versions(id: string, { first = 20, after = null }: PageOptions = {}): Promise<Page<EntryVersion>> {
    const { entry } = await this.#session.run(operations.revisions, { id, first, after });
    const { box } = this.#owner();
    return entry ? pageOf(entry.revisions, (node) => openVersion(box, id, node)) : { nodes: [], next: null };
  }

  /** The entry as it stood at that version; null where there is none. */
  async version(id: string, version: number): Promise<EntryVersion | null> {
    const { entry } = await this.#session.run(operations.revision, { id, version });
    const revision = entry?.revision;
    if (revision && revision.version !== version) throw new DiaryError("UNTRUSTED", "The server answered with another version.");
    return revision ? openVersion(this.#owner().box, id, revision) : null;
  }

  /** What happened to the entry, newest first. */
  async history(id: string, { first = 50, after = null }: PageOptions = {}): Promise<Page<EntryEvent>> {
    const { entry } = await this.#session.run(operations.history, { id, first, after });
    return entry ? pageOf(entry.history, (event) => event) : { nodes: [], next: null };
  }

  /** Makes an earlier version the current one. */
  async restore(entry: EntryReference, version: number): Promise<DiaryEntry> {
    const input = { id: entry.id, expectedVersion: entry.version, version };
    return this.#opened((await this.#session.run(operations.restoreRevision, { input })).restoreRevision, input.id);
  }

  /** Puts the entry into the trash, for 30 days. */
  async delete({ id, version }: EntryReference): Promise<DiaryEntry> {
    const input = { id, expectedVersion: version };
    return this.#opened((await this.#session.run(operations.deleteEntry, { input })).deleteEntry, input.id);
  }

  /** Takes the entry out of the trash. */
  async undelete({ id, version }: EntryReference): Promise<DiaryEntry> {
    const input = { id, expectedVersion: version };
    return this.#opened((await this.#session.run(operations.undeleteEntry, { input })).undeleteEntry, input.id);
  }

  /** Destroys the keys of all its versions: no one reads them again. Says, signed, that it was done; null where it was before. */
  async purge({ id, version }: EntryReference): Promise<operations.ReceiptFragment | null> {
    const input = { id, expectedVersion: version };
    return accepted((await this.#session.run(operations.purgeEntry, { input })).purgeEntry).receipt;
  }

  #opened(payload: EntryPayload, id: string): Promise<DiaryEntry> {
    return this.#open(given(accepted(payload).entry, "entry"), id);
  }

  async #open(entry: operations.WholeEntryFragment, id: string): Promise<DiaryEntry> {
    if (entry.id !== id.toLowerCase()) throw new DiaryError("UNTRUSTED", "The server answered with another entry.");
    return this.#learned(await openEntry(this.#owner().box, entry));
  }

  /** The content as it is sent for the version after the one that was seen, with what it is to be found by. */
  async #seal(entry: EntryReference, content: Content, change: WriteOptions): Promise<operations.EntryContentInput> {
    const { id, version, entryDate, source } = entry;
    const { box } = this.#owner();
    if (!this.#isIndexing || change.stems) return box.seal(id, version + 1, content, { ...present({ entryDate, source }), ...change });

    const seen = entryDate !== undefined && source !== undefined ? { entryDate, source } : await this.read(id);
    const place = present({ entryDate: change.entryDate ?? seen?.entryDate, source: seen?.source });
    return box.seal(id, version + 1, content, { ...place, stems: await this.#words!.stemsOf(content) });
  }

  /** The content sealed anew for a day in another quarter; null where it may stay, or is not to be vouched for by this client. */
  async #movedContent(entry: EntryReference, entryDate: string | undefined): Promise<operations.EntryContentInput | null> {
    if (!this.#isIndexing || entryDate === undefined) return null;
    if (entry.entryDate !== undefined && quarterOf(entry.entryDate) === quarterOf(entryDate)) return null;
    const current = await this.read(entry.id);
    if (!current?.content || !current.authenticated || current.version !== entry.version) return null; // the server refuses a stale one
    return quarterOf(current.entryDate) === quarterOf(entryDate) ? null : this.#seal(current, current.content, { entryDate });
  }

  get #isIndexing(): boolean {
    return this.#words !== null && this.#owner().account.tier === "E2E";
  }

  #learned(entry: DiaryEntry): DiaryEntry {
    if (this.#isIndexing) this.#words!.learn(entry);
    return entry;
  }
}
