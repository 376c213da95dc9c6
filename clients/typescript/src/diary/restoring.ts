import type { ArchivedEntry } from "../archive/diaryArchive.js";
import type { Content } from "../content.js";
import type { ContentBox } from "./contentBox.js";
import type { Entries, NewEntry } from "./entries.js";
import type { DiaryEntry } from "./entryTypes.js";
import { DiaryProblem } from "./errors.js";
import { idAfterPurge } from "./ids.js";
import { type Wait, patiently } from "./jobs.js";
import type { RestoringFiles } from "./restoringFiles.js";

/** What became of an archive's entry; or, in words that hold none of it, why nothing did. */
export type Restored =
  | { readonly outcome: "imported" | "skipped"; readonly vouched: boolean }
  | { readonly outcome: "failed"; readonly why: string };

/** What of the diary's entries a restoration needs. */
type Diary = Pick<Entries, "read" | "write" | "edit" | "delete">;

/** Writes an archive's entries into the diary that is signed in, version by version, sealed anew. What is there already stays as it is. */
export class Restoring {
  readonly #diary: Diary;
  readonly #files: RestoringFiles;
  readonly #sealedBy: ContentBox;
  readonly #wait: Wait;
  readonly #dryRun: boolean;

  /** @param sealedBy What opens the archive's contents. */
  constructor(diary: Diary, files: RestoringFiles, sealedBy: ContentBox, wait: Wait, dryRun: boolean) {
    [this.#diary, this.#files, this.#sealedBy, this.#wait, this.#dryRun] = [diary, files, sealedBy, wait, dryRun];
  }

  /** An entry with all its versions. Cut off, the same again goes on behind the version that was reached. */
  async restore(entry: ArchivedEntry): Promise<Restored> {
    const contents = await this.#open(entry);
    if (!contents) return { outcome: "failed", why: "A content does not open with the keys that were given." };
    const vouched = contents.every(({ authenticated }) => authenticated);
    const present = (await this.#read(entry.id)) ?? (await this.#read(idAfterPurge(entry.id)));
    const isWhole = present && present.version >= entry.versions.length && (present.deletedAt !== null || entry.deletedAt === null);
    if (isWhole || present?.deletedAt) return { outcome: "skipped", vouched };
    try {
      if (!this.#dryRun) await this.#write(entry, contents.map(({ content }) => content), present);
      return { outcome: "imported", vouched };
    } catch (error) {
      if (error instanceof DiaryProblem) return { outcome: "failed", why: error.message };
      throw error;
    }
  }

  async #write({ id, deletedAt, versions }: ArchivedEntry, contents: readonly Content[], present: DiaryEntry | null): Promise<void> {
    let current = present;
    for (let at = current?.version ?? 0; at < versions.length; at++) {
      const [{ entryDate, timeZone, files: archived }, content, seen] = [versions[at]!, contents[at]!, current];
      const files = await this.#files.of(archived);
      const hasOthers = files.join() !== (seen?.files ?? []).map((file) => file.id).join();
      current = await this.#now(() => seen
        ? this.#diary.edit(seen, content, {
          ...(entryDate !== seen.entryDate && { entryDate }), ...(timeZone !== seen.timeZone && { timeZone }), ...(hasOthers && { files }),
        })
        : this.#begin(id, content, { entryDate, timeZone, ...(hasOthers && { files }) }));
    }
    const whole = current!;
    if (deletedAt !== null) await this.#now(() => this.#diary.delete(whole));
  }

  async #begin(id: string, content: Content, day: Omit<NewEntry, "id">): Promise<DiaryEntry> {
    try {
      return await this.#diary.write(content, { ...day, id });
    } catch (error) {
      if (!(error instanceof DiaryProblem) || error.problems[0]?.field !== "input.id") throw error;
      return this.#diary.write(content, { ...day, id: idAfterPurge(id) });
    }
  }

  /** Null where one of them does not open. */
  async #open({ id, versions }: ArchivedEntry): Promise<{ readonly content: Content; readonly authenticated: boolean }[] | null> {
    const opened = [];
    for (const { version, content } of versions) {
      if (!("envelope" in content)) {
        opened.push({ content, authenticated: true });
        continue;
      }
      const { content: text, authenticated } = await this.#sealedBy.open(id, version, { __typename: "SealedContent", ...content }, []);
      if (!text) return null;
      opened.push({ content: text, authenticated });
    }
    return opened.length > 0 ? opened : null;
  }

  #read(id: string): Promise<DiaryEntry | null> {
    return this.#now(() => this.#diary.read(id));
  }

  #now<T>(request: () => Promise<T>): Promise<T> {
    return patiently(this.#wait, request);
  }
}
