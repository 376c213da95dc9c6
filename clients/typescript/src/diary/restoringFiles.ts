import type { ArchivedFile, DiaryArchive } from "../archive/diaryArchive.js";
import { wipe } from "../cryptography/bytes.js";
import { SealedFile, fileHeaderLength, sealedChunkLength } from "../cryptography/sealedFile.js";
import { DiaryProblem } from "./errors.js";
import { type FileKeys, secretsOf } from "./fileSecrets.js";
import type { Files } from "./files.js";
import { idAfterPurge } from "./ids.js";
import { type Wait, patiently } from "./jobs.js";

/** Brings an archive's files into the diary that is signed in, each once, sealed anew. What is there already stays as it is. */
export class RestoringFiles {
  readonly #archive: Pick<DiaryArchive, "file">;
  readonly #diary: Pick<Files, "find" | "upload">;
  readonly #openedBy: FileKeys | null;
  readonly #wait: Wait;
  readonly #come = new Map<string, string | null>();

  /** @param openedBy What opens the archive's files; null where they are plain. */
  constructor(archive: Pick<DiaryArchive, "file">, diary: Pick<Files, "find" | "upload">, openedBy: FileKeys | null, wait: Wait) {
    [this.#archive, this.#diary, this.#openedBy, this.#wait] = [archive, diary, openedBy, wait];
  }

  /** How many did not come: they are missing, damaged, of another type than they say, or do not fit into what the account may hold. */
  get lost(): number {
    return [...this.#come.values()].filter((id) => id === null).length;
  }

  /** The ids under which files are here, of those that came. */
  async of(ids: readonly string[]): Promise<string[]> {
    const here = new Set<string>();
    for (const id of ids) {
      if (!this.#come.has(id)) this.#come.set(id, await this.#bring(id));
      const come = this.#come.get(id);
      if (come) here.add(come);
    }
    return [...here];
  }

  async #bring(id: string): Promise<string | null> {
    const before = await this.#find(id);
    const target = before?.state === "DELETED" ? idAfterPurge(id) : id;
    const there = target === id ? before : await this.#find(target);
    if (there?.state === "READY") return target;
    if (there?.state === "DELETED") return null;
    const file = await this.#archive.file(id);
    const opened = file && (await this.#open(file));
    if (!opened) return null;
    const { plain, name } = opened;
    try {
      const sent = { id: target, contentType: file.contentType, ...(name !== null && { name }) };
      return (await patiently(this.#wait, () => this.#diary.upload(plain, sent))).id;
    } catch (error) {
      if (error instanceof DiaryProblem) return null;
      throw error;
    }
  }

  #find(id: string) {
    return patiently(this.#wait, () => this.#diary.find(id));
  }

  async #open({ id, fileName, encryptedMetadata, bytes }: ArchivedFile): Promise<{ plain: Blob; name: string | null } | null> {
    const keys = this.#openedBy;
    if (!keys) return { plain: bytes, name: fileName };
    const secrets = await secretsOf(keys, { id, encryptedMetadata });
    if (!secrets) return null;
    const sealed = new SealedFile(keys.accountId, id, secrets.key, secrets.suite);
    wipe(secrets.key);
    try {
      const plain = await openAll(sealed, bytes);
      return plain && { plain, name: secrets.name };
    } finally {
      sealed.wipe();
    }
  }
}

async function openAll(sealed: SealedFile, bytes: Blob): Promise<Blob | null> {
  const part = async (from: number, to: number) => new Uint8Array(await bytes.slice(from, to).arrayBuffer());
  if (!sealed.isHeader(await part(0, fileHeaderLength))) return null;
  const plain: Uint8Array<ArrayBuffer>[] = [];
  for (let [at, index] = [fileHeaderLength, 0]; at < bytes.size; [at, index] = [at + sealedChunkLength, index + 1]) {
    const chunk = sealed.open(index, at + sealedChunkLength >= bytes.size, await part(at, at + sealedChunkLength));
    if (!chunk) return null;
    plain.push(chunk);
  }
  return new Blob(plain);
}
