import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { type Bytes, concat, equalBytes, wipe } from "./bytes.js";
import { type Suite, commitmentLength, contextBytes, contextLength, headerLength, tagLength } from "./envelopeHeader.js";
import { hkdf } from "./hashing.js";
import { labels } from "./labels.js";

// Header (72 bytes): 0x01 | suite (2, or 3 where the server sealed it) | 0 0 | account id | file id | 0x00000001 | commitment (32); then
// chunks of 65,536 bytes of plaintext, each with its tag.
// HKDF(file key, "diary.v1.media" | the header's first 40 bytes, 76) = key (32) | 12 bytes unused | commitment (32).
// ChaCha20-Poly1305 (RFC 8439); nonce = chunk index (11) | 1 on the last chunk, else 0; AAD: the header.

const version = 1;
const plainSize = 65_536;

/** The bytes of a chunk and its tag. */
export const sealedChunkLength = plainSize + tagLength;

/** The bytes of the header before the chunks. */
export const fileHeaderLength = headerLength;

/** How many chunks a plaintext has; an empty one has one. */
const chunksOf = (plainLength: number): number => Math.max(1, Math.ceil(plainLength / plainSize));

/** How many bytes a plaintext has once it is sealed. */
export const sealedFileLength = (plainLength: number): number => fileHeaderLength + plainLength + chunksOf(plainLength) * tagLength;

/** The keyed chunks of one file: each opens at its own place only. */
export class SealedFile {
  readonly header: Bytes;
  readonly #key: Bytes;
  #wiped = false;

  /**
   * @param fileKey 32 random bytes, for this file alone.
   * @param suite Who seals it: the account itself (2), or the server (3).
   */
  constructor(accountId: string, mediaId: string, fileKey: Uint8Array, suite: Suite = 2) {
    const context = contextBytes(suite, { accountId, entryId: mediaId, version });
    const derived = hkdf(fileKey, concat(labels.media, context), 32 + 12 + commitmentLength);
    this.#key = derived.slice(0, 32);
    this.header = concat(context, derived.subarray(44));
    wipe(derived);
  }

  /** Some bytes of the sealed file, of which no more than is needed is read. */
  async slice(plain: Blob, from: number, to: number): Promise<Bytes> {
    const last = chunksOf(plain.size) - 1;
    const parts: Bytes[] = from < fileHeaderLength ? [this.header] : [];
    const first = Math.max(0, Math.floor((from - fileHeaderLength) / sealedChunkLength));
    for (let index = first; index <= last && fileHeaderLength + index * sealedChunkLength < to; index++) {
      const chunk = new Uint8Array(await plain.slice(index * plainSize, (index + 1) * plainSize).arrayBuffer());
      parts.push(this.#cipher(index, index === last).encrypt(chunk) as Bytes);
      wipe(chunk);
    }
    const start = from < fileHeaderLength ? 0 : fileHeaderLength + first * sealedChunkLength;
    return concat(...parts).subarray(from - start, to - start) as Bytes;
  }

  /** Whether a header is this file's. */
  isHeader(header: Uint8Array): boolean {
    return header.length === fileHeaderLength && equalBytes(header.subarray(0, contextLength), this.header.subarray(0, contextLength))
      && equalBytes(header, this.header);
  }

  /** Opens a chunk; null where it is not what was sealed for its place. */
  open(index: number, isLast: boolean, chunk: Uint8Array): Bytes | null {
    const cipher = this.#cipher(index, isLast);
    try {
      return cipher.decrypt(chunk) as Bytes;
    } catch {
      return null;
    }
  }

  /** Zeroes the key. Every later use throws. */
  wipe(): void {
    this.#wiped = true;
    wipe(this.#key);
  }

  #cipher(index: number, isLast: boolean) {
    if (this.#wiped) throw new Error("The file's key was wiped.");
    const nonce = new Uint8Array(12);
    new DataView(nonce.buffer).setBigUint64(3, BigInt(index));
    nonce[11] = isLast ? 1 : 0;
    return chacha20poly1305(this.#key, nonce, this.header);
  }
}
