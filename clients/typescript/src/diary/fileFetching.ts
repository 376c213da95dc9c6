import { sha256 } from "@noble/hashes/sha2.js";
import { type Bytes, concat, equalBytes } from "../cryptography/bytes.js";
import { type SealedFile, fileHeaderLength, sealedChunkLength } from "../cryptography/sealedFile.js";
import { fromBase64 } from "../cryptography/text.js";
import type { FileFragment } from "../generated/operations.js";
import { DiaryError } from "./errors.js";
import type { FileWork } from "./fileTypes.js";
import type { Wait } from "./jobs.js";
import type { Session } from "./session.js";
import type { FileLink } from "./transport.js";

const attempts = 5; // without a byte in between

/** Asks for a link, since each works for minutes. */
export type FreshLink = () => Promise<FileLink>;

const damaged = () => new DiaryError("DAMAGED", "What came is not what was sent.");

/** A file's bytes as they come; broken off, they go on from there. */
async function* fetched(
  session: Session, wait: Wait, link: FreshLink, file: FileFragment, anywhere: boolean, { onProgress, signal }: FileWork,
): AsyncGenerator<Bytes> {
  const total = file.sizeBytes;
  for (let [at, attempt] = [0, 1]; at < total; attempt++) {
    try {
      const range = at > 0 ? { range: `bytes=${at}-` } : {};
      const response = await session.follow(await link(), anywhere, { ...range, ...(signal && { signal }) });
      if (response.status !== (at > 0 ? 206 : 200) || !response.body) throw new DiaryError("PROTOCOL", "The server gives no ranges.");
      for await (const bytes of response.body as unknown as AsyncIterable<Bytes>) {
        [at, attempt] = [at + bytes.length, 0];
        onProgress?.({ done: at, total });
        yield bytes;
      }
      if (at > total) throw damaged();
      if (at < total) throw new DiaryError("NETWORK", "The file broke off.");
    } catch (error) {
      signal?.throwIfAborted();
      const isFinal = error instanceof DiaryError && !["NETWORK", "UNAVAILABLE", "UNAUTHENTICATED", "RATE_LIMITED"].includes(error.code);
      if (isFinal || attempt >= attempts) throw error;
      await wait(((error instanceof DiaryError ? error.retryAfter : undefined) ?? 2 ** attempt / 4) * 1_000);
    }
  }
}

/**
 * A file that the server sends plain.
 * @throws {DiaryError} DAMAGED: known only at its end.
 */
export async function* fetchPlain(
  session: Session, wait: Wait, link: FreshLink, file: FileFragment, work: FileWork,
): AsyncGenerator<Bytes> {
  const hash = sha256.create();
  for await (const bytes of fetched(session, wait, link, file, false, work)) {
    hash.update(bytes);
    yield bytes;
  }
  const expected = fromBase64(file.sha256);
  if (!expected || !equalBytes(hash.digest(), expected)) throw damaged();
}

/**
 * A file that its client sealed, opened chunk by chunk: whatever is given was sealed for its place.
 * @throws {DiaryError} DAMAGED.
 */
export async function* fetchSealed(
  session: Session, wait: Wait, link: FreshLink, file: FileFragment, sealed: SealedFile, work: FileWork,
): AsyncGenerator<Bytes> {
  const chunks = Math.ceil((file.sizeBytes - fileHeaderLength) / sealedChunkLength);
  let rest: Bytes = new Uint8Array(0);
  let index = -1; // the header comes first
  for await (const bytes of fetched(session, wait, link, file, true, work)) {
    rest = concat(rest, bytes);
    for (let length = next(); length > 0 && rest.length >= length; length = next()) {
      const piece = rest.subarray(0, length);
      rest = rest.subarray(length) as Bytes;
      if (index < 0) {
        if (!sealed.isHeader(piece)) throw damaged();
      } else {
        const opened = sealed.open(index, index === chunks - 1, piece);
        if (!opened) throw damaged();
        yield opened;
      }
      index++;
    }
  }
  if (index !== chunks || rest.length > 0) throw damaged();

  function next(): number {
    if (index < 0) return fileHeaderLength;
    return Math.min(sealedChunkLength, file.sizeBytes - fileHeaderLength - index * sealedChunkLength);
  }
}
