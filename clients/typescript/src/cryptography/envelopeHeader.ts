import { type Bytes, concat, equalBytes, uint32 } from "./bytes.js";
import { isPaddedLength } from "./padding.js";
import { idBytes } from "./text.js";

// body:    0x01 | suite (1) | 0x00 0x00 | account id (16) | entry id (16) | version (4) | commitment (32) | ciphertext | tag (16)
// capsule: 0x01 | suite (1) | key epoch (2) | wrapped content key (suites 2 and 3: enc (32) | HPKE ciphertext (48))

/** Who sealed an envelope: the account's own client (2), or the server to its public key (3). Suite 1 never leaves the server. */
export type Suite = 2 | 3;

/** What an envelope is bound to: it opens nowhere else. */
export interface EnvelopeContext {
  readonly accountId: string;
  readonly entryId: string;
  /** The entry's version that this content is, from 1. */
  readonly version: number;
}

export const contextLength = 40;
export const commitmentLength = 32;
export const headerLength = contextLength + commitmentLength;
export const capsuleHeaderLength = 4;
export const tagLength = 16;
const capsuleLength = capsuleHeaderLength + 80;
const maxBodyLength = 2 ** 20;
const formatVersion = 0x01;

/**
 * The first 40 bytes of a body.
 * @throws {RangeError} An id is no UUID, or the version is not 1 to 2^31 - 1.
 */
export function contextBytes(suite: Suite, { accountId, entryId, version }: EnvelopeContext): Bytes {
  if (!Number.isInteger(version) || version < 1 || version > 0x7fffffff) throw new RangeError("The first version is 1.");
  return concat(Uint8Array.of(formatVersion, suite, 0, 0), idBytes(accountId), idBytes(entryId), uint32(version));
}

/** The first 4 bytes of a capsule. */
export function capsuleHeader(suite: Suite, keyEpoch: number): Bytes {
  if (!Number.isInteger(keyEpoch) || keyEpoch < 0 || keyEpoch > 0xffff) throw new RangeError("An epoch is 0 to 65,535.");
  return Uint8Array.of(formatVersion, suite, keyEpoch >> 8, keyEpoch & 0xff);
}

/** An envelope in its parts; both are views of it. */
export interface EnvelopeParts {
  readonly suite: Suite;
  readonly keyEpoch: number;
  readonly capsule: Uint8Array;
  readonly body: Uint8Array;
}

/** Joins capsule and body: length of capsule (2) | capsule | body. */
export const joinEnvelope = (capsule: Uint8Array, body: Uint8Array): Bytes =>
  concat(Uint8Array.of(capsule.length >> 8, capsule.length & 0xff), capsule, body);

/** Splits an envelope that has the form of suite 2 or 3; null for anything else. What it says is true only once it has opened. */
export function splitEnvelope(envelope: Uint8Array): EnvelopeParts | null {
  if (envelope.length < 2 || envelope[0]! * 256 + envelope[1]! !== capsuleLength) return null;
  const capsule = envelope.subarray(2, 2 + capsuleLength);
  const body = envelope.subarray(2 + capsuleLength);
  const suite = capsule[1];
  if (capsule.length !== capsuleLength || capsule[0] !== formatVersion || (suite !== 2 && suite !== 3)) return null;
  if (body.length > maxBodyLength || !isPaddedLength(body.length - headerLength - tagLength)) return null;
  return { suite, keyEpoch: capsule[2]! * 256 + capsule[3]!, capsule, body };
}

/** Whether a body names exactly this place and suite. */
export const isBodyOf = (body: Uint8Array, suite: Suite, expected: EnvelopeContext): boolean =>
  equalBytes(body.subarray(0, contextLength), contextBytes(suite, expected));
