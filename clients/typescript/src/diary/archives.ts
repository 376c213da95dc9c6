import { type ArchivedEntry, DiaryArchive } from "../archive/diaryArchive.js";
import { AccountKeys } from "../cryptography/accountKeys.js";
import { BlindIndex } from "../cryptography/blindIndex.js";
import * as operations from "../generated/operations.js";
import type { ContentBox } from "./contentBox.js";
import type { Entries } from "./entries.js";
import type { Files } from "./files.js";
import { accepted, given, keysMissing } from "./errors.js";
import { newId } from "./ids.js";
import { type LongWork, type Wait, followed } from "./jobs.js";
import type { Owner } from "./owner.js";
import { Restoring } from "./restoring.js";
import { RestoringFiles } from "./restoringFiles.js";
import { SealedBox } from "./sealedBox.js";
import type { Session } from "./session.js";

/** What an export holds. */
export interface ExportOptions extends LongWork {
  /** JSON unless given. Markdown is for people, cannot be brought back, and is UCE's alone. */
  readonly format?: operations.ExportFormat;
  /** Whether every version is in it, as unless given, or the present ones alone. */
  readonly includeHistory?: boolean;
}

/** How an archive comes in. */
export interface ImportOptions extends LongWork {
  /** A diary's own export unless given. */
  readonly kind?: operations.ArchiveKind;
  /** True: nothing is written; the outcome says what would come of it. */
  readonly dryRun?: boolean;
  /** Whose E2E export it is, where that is not the account that is signed in. The caller's to wipe. */
  readonly from?: { readonly accountId: string; readonly privateKey: Uint8Array };
}

/** What came of an import. */
export interface ImportOutcome {
  /** The server's import, which can be undone; null where this client wrote the entries. */
  readonly id: string | null;
  readonly imported: number;
  /** Entries that were there already. */
  readonly skipped: number;
  readonly failed: number;
  /** Why entries failed, in words that hold none of theirs; the first hundred. */
  readonly problems: readonly string[];
  /**
   * Of those that this client imported: how many have a version that the account's own client had not sealed, such as what the server
   * had imported. Written anew, they are vouched for.
   */
  readonly unvouched: number;
}

const mostProblems = 100;

/** Exports of the whole diary, and what is brought in. */
export class Archives {
  readonly #session: Session;
  readonly #owner: () => Owner;
  readonly #entries: Entries;
  readonly #files: Files;
  readonly #wait: Wait;

  /** Made by DiaryClient. */
  constructor(session: Session, owner: () => Owner, entries: Entries, files: Files, wait: Wait) {
    [this.#session, this.#owner, this.#entries, this.#files, this.#wait] = [session, owner, entries, files, wait];
  }

  /**
   * The whole diary, the trash included, as a ZIP. E2E: its contents are sealed as they are on the server; keep {@link
   * DiaryClient.exportPrivateKey} and the account's id beside it, without which nobody opens them.
   * @throws {DiaryProblem} TIER_MISMATCH: Markdown of an E2E diary.
   * @throws {DiaryError} JOB_FAILED.
   */
  async export({ format = "JSON", includeHistory = true, ...work }: ExportOptions = {}): Promise<Blob> {
    const payload = accepted((await this.#session.run(operations.exportDiary, { input: { format, includeHistory } })).exportDiary);
    const job = await followed(this.#session, given(payload.job, "job"), this.#wait, work);
    return this.#session.download(given(job.result, "result"));
  }

  /**
   * Brings an archive in. The server does it, in the background, except where an E2E diary is at either end: its exports are read here, and
   * written version by version under the keys of the account that is signed in, with the ids that they had; cut off, the same call goes on.
   * Day One's exports and Facebook's downloads are read by the server in both tiers, which then sees their texts.
   * @throws {DiaryError} BAD_ARCHIVE: it is no export of a diary, or damaged. KEYS_MISSING: whose it is was not given. JOB_FAILED.
   */
  async import(archive: Blob, options: ImportOptions = {}): Promise<ImportOutcome> {
    const { kind } = options;
    if (kind === "DAY_ONE" || kind === "FACEBOOK") return this.#byServer(archive, kind, options);
    const diary = await DiaryArchive.open(archive);
    try {
      if (diary.tier === "UCE" && this.#owner().account.tier === "UCE") return await this.#byServer(archive, "DIARY", options);
      return await this.#here(diary, options);
    } finally {
      await diary.close();
    }
  }

  /** Removes what an import of the server's added, and nothing else; what was edited since stays. */
  async undo(id: string, work: LongWork = {}): Promise<void> {
    const payload = accepted((await this.#session.run(operations.undoImport, { jobId: id })).undoImport);
    await followed(this.#session, given(payload.job, "job"), this.#wait, work);
  }

  async #byServer(archive: Blob, kind: operations.ArchiveKind, { dryRun = false, ...work }: ImportOptions): Promise<ImportOutcome> {
    const mediaId = newId();
    await this.#session.upload(mediaId, archive, (await isZip(archive)) ? "application/zip" : "application/json");
    const payload = accepted((await this.#session.run(operations.importArchive, { input: { mediaId, kind, dryRun } })).importArchive);
    const { id, imported, skipped, failed, problems } = await followed(this.#session, given(payload.job, "job"), this.#wait, work);
    return { id, imported, skipped, failed, problems, unvouched: 0 };
  }

  async #here(diary: DiaryArchive, { from, dryRun = false, onProgress }: ImportOptions): Promise<ImportOutcome> {
    return withKeysOf(diary, from, this.#owner(), async (sealedBy) => {
      const files = new RestoringFiles(diary, this.#files, diary.tier === "E2E" ? sealedBy.fileKeys : null, this.#wait);
      const restoring = new Restoring(this.#entries, files, sealedBy, this.#wait, dryRun);
      const counts = { imported: 0, skipped: 0, failed: 0, unvouched: 0 };
      const problems: string[] = [];
      let done = 0;
      for await (const entry of diary.entries()) {
        const restored = await restoring.restore(entry);
        counts[restored.outcome]++;
        if (restored.outcome === "failed") note(problems, entry, restored.why);
        else if (restored.outcome === "imported" && !restored.vouched) counts.unvouched++;
        onProgress?.({ done: ++done, total: diary.entryCount });
      }
      if (files.lost > 0) problems.push(`Photos and other files left out, which are missing, damaged, or do not fit: ${files.lost}.`);
      return { id: null, ...counts, problems };
    });
  }
}

function note(problems: string[], { id }: ArchivedEntry, why: string): void {
  if (problems.length < mostProblems) problems.push(`Entry ${id}: ${why}`);
}

/** What opens the archive's contents: the keys that were given, or those of the account that is signed in. */
async function withKeysOf<T>(
  { tier }: DiaryArchive, from: ImportOptions["from"], owner: Owner, work: (sealedBy: ContentBox) => Promise<T>,
): Promise<T> {
  if (tier === "UCE" || !from) {
    if (tier === "E2E" && owner.account.tier !== "E2E") throw keysMissing();
    return work(owner.box);
  }
  const keys = AccountKeys.import(from.privateKey);
  const index = new BlindIndex(keys, from.accountId);
  try {
    return await work(new SealedBox(keys, index, from.accountId));
  } finally {
    index.wipe();
    keys.wipe();
  }
}

/** Whether it begins as a ZIP does; Day One's journals come as JSON too. */
async function isZip(file: Blob): Promise<boolean> {
  const [first, second] = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  return first === 0x50 && second === 0x4b;
}
