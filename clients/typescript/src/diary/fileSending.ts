import { type SealedFile, sealedFileLength } from "../cryptography/sealedFile.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { toBase64 } from "../cryptography/text.js";
import * as operations from "../generated/operations.js";
import { DiaryError, accepted, given } from "./errors.js";
import type { FileWork } from "./fileTypes.js";
import { type Wait, patiently } from "./jobs.js";
import type { Session } from "./session.js";

const partSize = 8 * 2 ** 20;
const atOnce = 3;
const rounds = 4;
const attempts = 4;
const longestCheck = 120;

type Part = NonNullable<operations.BeginUploadMutation["beginUpload"]["parts"]>[number];

/** What is sent of a file: as it is, or sealed. */
export interface FileSource {
  readonly size: number;
  /** Whether an object store may have it. */
  readonly isSealed: boolean;
  slice(from: number, to: number): Promise<Blob | Uint8Array<ArrayBuffer>>;
}

/** A file as it is. */
export const plainSource = (file: Blob): FileSource =>
  ({ size: file.size, isSealed: false, slice: async (from, to) => file.slice(from, to) });

/** A file sealed as it is sent. */
export const sealedSource = (file: Blob, sealed: SealedFile): FileSource =>
  ({ size: sealedFileLength(file.size), isSealed: true, slice: (from, to) => sealed.slice(file, from, to) });

/** What is announced of a file. */
export type Announcement = Pick<operations.BeginUploadInput, "id" | "contentType" | "fileName" | "encryptedMetadata">;

/** Sends a file in parts, some at once; those that the server has already are not sent again. */
export async function sendFile(
  session: Session, wait: Wait, announced: Announcement, source: FileSource, { onProgress, signal }: FileWork,
): Promise<operations.FileFragment> {
  const input = { ...announced, sizeBytes: source.size, ...(await hashed(source, signal)) };
  const total = source.size;
  for (let round = 1; ; round++) {
    const begun = accepted((await patiently(wait, () => session.run(operations.beginUpload, { input }))).beginUpload);
    const parts = [...given(begun.parts, "parts")];
    let done = total - parts.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    onProgress?.({ done, total });
    const expired = await together(parts, async (part) => {
      signal?.throwIfAborted();
      if (!(await sendPart(session, wait, source, part, signal))) return true;
      onProgress?.({ done: (done += part.sizeBytes), total });
      return false;
    });
    if (!expired) return complete(session, wait, announced.id, signal);
    if (round === rounds) throw new DiaryError("UNAUTHENTICATED", "The links to the parts are refused again and again.");
  }
}

/** False where its link is worth nothing any more. */
async function sendPart(session: Session, wait: Wait, source: FileSource, part: Part, signal?: AbortSignal): Promise<boolean> {
  const body = await source.slice(part.offset, part.offset + part.sizeBytes);
  for (let attempt = 1; ; attempt++) {
    try {
      await session.follow(part.link, source.isSealed, { method: "PUT", body, ...(signal && { signal }) });
      return true;
    } catch (error) {
      if (!(error instanceof DiaryError)) throw error;
      if (error.code === "UNAUTHENTICATED") return false;
      if (attempt === attempts || !["NETWORK", "UNAVAILABLE", "RATE_LIMITED"].includes(error.code)) throw error;
      await wait((error.retryAfter ?? 2 ** attempt / 4) * 1_000);
    }
  }
}

/** Whether any of them answered true. One that fails ends all; nothing goes on behind the back of whoever is told so. */
async function together(parts: Part[], work: (part: Part) => Promise<boolean>): Promise<boolean> {
  let any = false;
  const lane = async (): Promise<void> => {
    for (let part = parts.shift(); part; part = parts.shift()) any = (await work(part)) || any;
  };
  const ends = await Promise.allSettled(Array.from({ length: atOnce }, () => lane().finally(() => (parts.length = 0))));
  for (const end of ends) if (end.status === "rejected") throw end.reason;
  return any;
}

/** A large file is checked for longer than a request may take. */
async function complete(session: Session, wait: Wait, mediaId: string, signal?: AbortSignal): Promise<operations.FileFragment> {
  for (let attempt = 1; ; attempt++) {
    signal?.throwIfAborted();
    try {
      const { completeUpload } = await patiently(wait, () => session.run(operations.completeUpload, { mediaId }));
      return given(accepted(completeUpload).media, "media");
    } catch (error) {
      if (!(error instanceof DiaryError) || error.code !== "UNAVAILABLE" || attempt === longestCheck) throw error;
      await wait((error.retryAfter ?? 1) * 1_000);
    }
  }
}

/** The hash of the whole, and of each part where they may go to an object store. */
async function hashed(source: FileSource, signal?: AbortSignal): Promise<{ sha256: string; partSha256?: string[] }> {
  const whole = sha256.create();
  const parts: string[] = [];
  for (let from = 0; from < source.size; from += partSize) {
    signal?.throwIfAborted();
    const part = await source.slice(from, Math.min(from + partSize, source.size));
    const bytes = part instanceof Blob ? new Uint8Array(await part.arrayBuffer()) : part;
    whole.update(bytes);
    if (source.isSealed) parts.push(toBase64(sha256(bytes)));
  }
  return { sha256: toBase64(whole.digest()), ...(source.isSealed && { partSha256: parts }) };
}
