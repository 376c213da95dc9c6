import { wipe } from "../cryptography/bytes.js";
import { SealedFile } from "../cryptography/sealedFile.js";
import * as operations from "../generated/operations.js";
import { DiaryError, accepted, given } from "./errors.js";
import { type FreshLink, fetchPlain, fetchSealed } from "./fileFetching.js";
import { type FileSecrets, newSecrets, openFile, secretsOf } from "./fileSecrets.js";
import { plainSource, sealedSource, sendFile } from "./fileSending.js";
import type { DiaryFile, FileWork, NewFile } from "./fileTypes.js";
import { newId } from "./ids.js";
import type { Wait } from "./jobs.js";
import type { Owner } from "./owner.js";
import type { Session } from "./session.js";

type Found = Extract<NonNullable<operations.MediaQuery["node"]>, { readonly __typename: "Media" }>;

/** Photos and other files: sent, fetched and deleted. Entries have them by their ids. */
export class Files {
  readonly #session: Session;
  readonly #owner: () => Owner;
  readonly #wait: Wait;

  /** Made by DiaryClient. */
  constructor(session: Session, owner: () => Owner, wait: Wait) {
    [this.#session, this.#owner, this.#wait] = [session, owner, wait];
  }

  /**
   * Sends a file. E2E: sealed under a key of its own, which is kept with it, sealed, and with its name. Cut off, the same call with the
   * same id goes on from there; what lies unfinished is given up after a day.
   * @throws {DiaryProblem} QUOTA_EXCEEDED, INVALID: such as a type that the file is not of.
   */
  async upload(file: Blob, { id = newId(), contentType, name, ...work }: NewFile): Promise<DiaryFile> {
    const owner = this.#owner();
    if (owner.account.tier === "UCE") {
      const announced = { id, contentType, ...(name !== undefined && { fileName: name }) };
      return openFile(null, await sendFile(this.#session, this.#wait, announced, plainSource(file), work));
    }
    const { secrets, metadata } = (await this.#begun(owner, id)) ?? newSecrets(owner.index, id, name ?? null);
    return withSealed(owner, id, secrets, async (sealed) => openFile(owner.box.fileKeys, await sendFile(
      this.#session, this.#wait, { id, contentType, encryptedMetadata: metadata }, sealedSource(file, sealed), work)));
  }

  /** A file as it stands; null where there is none. */
  async find(id: string): Promise<DiaryFile | null> {
    const found = await this.#find(id);
    return found && openFile(this.#owner().box.fileKeys, found);
  }

  /**
   * A file's bytes as they come; broken off, they go on from there.
   * @throws {DiaryError} NOT_FOUND: there is none, or it is still to arrive, or deleted. DAMAGED: it is not what was sent; what was given
   *   before is, for E2E, and may not be, for UCE.
   */
  async *read(id: string, work: FileWork = {}): AsyncGenerator<Uint8Array<ArrayBuffer>> {
    const owner = this.#owner();
    const file = await this.#find(id);
    if (!file?.download) throw new DiaryError("NOT_FOUND", "There is no such file, or it is still to arrive, or deleted.");
    let first: operations.FileLinkFragment | null = file.download;
    const link: FreshLink = async () => {
      const link = first ?? (await this.#find(id))?.download;
      first = null;
      return given(link, "download");
    };
    const keys = owner.box.fileKeys;
    if (!keys) {
      yield* fetchPlain(this.#session, this.#wait, link, file, work);
      return;
    }
    const secrets = await secretsOf(keys, file);
    if (!secrets) throw new DiaryError("DAMAGED", "The file's key does not open.");
    const sealed = new SealedFile(owner.account.id, file.id, secrets.key, secrets.suite);
    wipe(secrets.key);
    try {
      yield* fetchSealed(this.#session, this.#wait, link, file, sealed, work);
    } finally {
      sealed.wipe();
    }
  }

  /** A whole file. */
  async download(id: string, work: FileWork = {}): Promise<Blob> {
    const parts: Uint8Array<ArrayBuffer>[] = [];
    for await (const bytes of this.read(id, work)) parts.push(bytes);
    return new Blob(parts);
  }

  /** UCE pictures: a small one, as WebP; null where there is none, or not yet. */
  async thumbnail(id: string): Promise<Blob | null> {
    const link = (await this.#find(id))?.thumbnail;
    return link ? this.#session.download(link) : null;
  }

  /** Destroys a file's key, whoever has it. */
  async delete(mediaId: string): Promise<void> {
    accepted((await this.#session.run(operations.deleteMedia, { mediaId })).deleteMedia);
  }

  async #find(id: string): Promise<Found | null> {
    const { node } = await this.#session.run(operations.media, { id });
    if (node?.__typename !== "Media") return null;
    if (node.id !== id.toLowerCase()) throw new DiaryError("UNTRUSTED", "The server answered with another file.");
    return node;
  }

  /** What an upload was begun with that is to go on; null where there is none. */
  async #begun(owner: Owner, id: string): Promise<{ secrets: FileSecrets; metadata: string } | null> {
    const found = await this.#find(id);
    const keys = owner.box.fileKeys;
    const secrets = found && keys && (await secretsOf(keys, found));
    return found && secrets?.suite === 2 ? { secrets, metadata: given(found.encryptedMetadata, "encryptedMetadata") } : null;
  }
}

async function withSealed<T>(
  { account }: Owner, id: string, { key, suite }: FileSecrets, work: (sealed: SealedFile) => Promise<T>,
): Promise<T> {
  const sealed = new SealedFile(account.id, id, key, suite);
  wipe(key);
  try {
    return await work(sealed);
  } finally {
    sealed.wipe();
  }
}
