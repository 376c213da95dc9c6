import { hkdf as nobleHkdf } from "@noble/hashes/hkdf.js";
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 as nobleSha256 } from "@noble/hashes/sha2.js";
import type { Bytes } from "./bytes.js";

const own = (bytes: Uint8Array): Bytes => bytes as Bytes;

/** SHA-256, 32 bytes. */
export const sha256 = (message: Uint8Array): Bytes => own(nobleSha256(message));

/** HMAC-SHA-256 (RFC 2104), 32 bytes. */
export const hmacSha256 = (key: Uint8Array, message: Uint8Array): Bytes => own(hmac(nobleSha256, key, message));

/**
 * HKDF (RFC 5869) with SHA-256, extract and expand.
 * @param key Any length.
 * @param info What the output is for.
 * @param length 1 to 8160 bytes.
 * @param salt None counts as 32 zero bytes.
 */
export const hkdf = (key: Uint8Array, info: Uint8Array, length: number, salt?: Uint8Array): Bytes =>
  own(nobleHkdf(nobleSha256, key, salt, info, length));
