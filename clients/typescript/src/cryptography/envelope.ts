import type { AccountKeys } from "./accountKeys.js";
import { type Bytes, concat, randomBytes, wipe } from "./bytes.js";
import { openBody, sealBody } from "./envelopeBody.js";
import {
  capsuleHeader,
  capsuleHeaderLength,
  contextBytes,
  contextLength,
  type EnvelopeContext,
  isBodyOf,
  joinEnvelope,
  splitEnvelope,
} from "./envelopeHeader.js";
import { hpkeOpen, hpkeSeal } from "./hpke.js";
import { labels } from "./labels.js";

/** What an envelope held. */
export interface OpenedEnvelope {
  readonly plaintext: Bytes;
  /** True where the account itself wrote it (suite 2), false where the server or anyone else could have (suite 3). */
  readonly authenticated: boolean;
}

/**
 * Seals a plaintext as the account itself (suite 2): under a fresh content key, which is sealed to the account's public key in HPKE's
 * PSK mode. Two calls never give the same bytes.
 * @throws {RangeError} The plaintext is too long, or the context is none.
 */
export async function sealEnvelope(
  keys: AccountKeys,
  context: EnvelopeContext,
  plaintext: Uint8Array,
  keyEpoch = 1,
): Promise<Bytes> {
  const contentKey = randomBytes(32);
  const psk = keys.writePsk();
  try {
    const body = sealBody(contextBytes(2, context), contentKey, plaintext);
    const header = capsuleHeader(2, keyEpoch);
    const wrapped = await hpkeSeal(keys.publicKey, labels.capsule, wrapAad(body, header), contentKey, psk);
    return joinEnvelope(concat(header, wrapped), body);
  } finally {
    wipe(contentKey, psk.key);
  }
}

/**
 * Opens an envelope of suite 2 or 3 that must be bound to this account, entry and version. Gives content or nothing, never a reason:
 * null for another place, another key, or a byte that is not as it was sealed.
 * @throws {RangeError} The context that the caller expects is none.
 */
export async function openEnvelope(
  keys: AccountKeys,
  expected: EnvelopeContext,
  envelope: Uint8Array,
): Promise<OpenedEnvelope | null> {
  contextBytes(2, expected); // A mistake of the caller's is told even where the bytes are hostile.
  const pair = { privateKey: keys.privateKey, publicKey: keys.publicKey };
  const parts = splitEnvelope(envelope);
  if (!parts || !isBodyOf(parts.body, parts.suite, expected)) return null;
  const { suite, capsule, body } = parts;

  const psk = suite === 2 ? keys.writePsk() : undefined;
  const aad = wrapAad(body, capsule.subarray(0, capsuleHeaderLength));
  const contentKey = await hpkeOpen(pair, labels.capsule, aad, capsule.subarray(capsuleHeaderLength), psk);
  wipe(psk?.key);
  if (!contentKey) return null;
  const plaintext = openBody(contentKey, body);
  wipe(contentKey);
  return plaintext && { plaintext, authenticated: suite === 2 };
}

const wrapAad = (body: Uint8Array, header: Uint8Array): Bytes =>
  concat(labels.capsule, body.subarray(0, contextLength), header);
