import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { type Bytes, concat, equalBytes, wipe } from "./bytes.js";
import { commitmentLength, contextLength, headerLength, tagLength } from "./envelopeHeader.js";
import { hkdf } from "./hashing.js";
import { labels } from "./labels.js";
import { pad, unpad } from "./padding.js";

// HKDF(content key, "diary.v1.body" | the body's first 40 bytes, 76) = key (32) | nonce (12) | commitment (32)
// AAD: the body's first 72 bytes. Cipher: ChaCha20-Poly1305 (RFC 8439).
// A content key seals one body, so that its nonce is used once. The commitment makes the opening key unique: the cipher
// does not commit to its key by itself (Albertini et al., "How to Abuse and Fix Authenticated Encryption Without Key
// Commitment", 2022).

/** The longest plaintext in bytes: its padded length, header and tag are the most that 1 MiB holds. */
export const maxPlaintextLength = 2 ** 20 - 2 ** 14 - 1;

/**
 * Seals a plaintext behind the context that it is bound to.
 * @throws {RangeError} The plaintext is longer than {@link maxPlaintextLength}.
 */
export function sealBody(context: Uint8Array, contentKey: Uint8Array, plaintext: Uint8Array): Bytes {
  if (plaintext.length > maxPlaintextLength) throw new RangeError("A content is too long: its body part is at most 1 MiB.");
  const { key, nonce, commitment, all } = derive(contentKey, context);
  const header = concat(context, commitment);
  const padded = pad(plaintext);
  const body = concat(header, chacha20poly1305(key, nonce, header).encrypt(padded));
  wipe(all, padded);
  return body;
}

/** Opens a body whose context was compared already; null, and never a reason. */
export function openBody(contentKey: Uint8Array, body: Uint8Array): Bytes | null {
  if (body.length < headerLength + tagLength) return null;
  const { key, nonce, commitment, all } = derive(contentKey, body.subarray(0, contextLength));
  try {
    if (!equalBytes(commitment, body.subarray(contextLength, headerLength))) return null;
    const padded = chacha20poly1305(key, nonce, body.subarray(0, headerLength)).decrypt(body.subarray(headerLength));
    const plaintext = unpad(padded);
    wipe(padded);
    return plaintext;
  } catch {
    return null;
  } finally {
    wipe(all);
  }
}

function derive(contentKey: Uint8Array, context: Uint8Array) {
  const all = hkdf(contentKey, concat(labels.body, context), 32 + 12 + commitmentLength);
  return { all, key: all.subarray(0, 32), nonce: all.subarray(32, 44), commitment: all.subarray(44) };
}
