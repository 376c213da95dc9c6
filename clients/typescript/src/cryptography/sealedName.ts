import { gcm } from "@noble/ciphers/aes.js";
import { type Bytes, concat, fromUtf8, randomBytes, utf8, wipe } from "./bytes.js";
import { labels } from "./labels.js";
import { idBytes } from "./text.js";

// 0x01 | nonce (12, random) | AES-256-GCM(key, name | 0x80 | zeros to a multiple of 32) | tag (16)
// AAD: "diary.v1.name" | account id (16) | token (as long as it is)
// Random nonces: fewer than 2^32 names under one key.

const version = 0x01;
const nonceLength = 12;
const block = 32;
const overhead = 1 + nonceLength + 16;
const maxNameBytes = 1023;
const mark = 0x80;

/**
 * Seals a name as it was written, bound to the account and the token.
 * @throws {RangeError} It is longer than 1,023 bytes in UTF-8.
 */
export function sealName(key: Uint8Array, accountId: string, token: Uint8Array, name: string): Bytes {
  const text = utf8(name);
  if (text.length > maxNameBytes) throw new RangeError("A name is at most 1,023 bytes.");
  const padded = new Uint8Array((Math.floor(text.length / block) + 1) * block);
  padded.set(text);
  padded[text.length] = mark;
  const nonce = randomBytes(nonceLength);
  const sealed = concat(Uint8Array.of(version), nonce, gcm(key, nonce, aad(accountId, token)).encrypt(padded));
  wipe(text, padded);
  return sealed;
}

/** Gives the name; null for another key, account or token, or bytes that are not as they were sealed. */
export function openName(key: Uint8Array, accountId: string, token: Uint8Array, sealed: Uint8Array): string | null {
  const length = sealed.length - overhead;
  if (length < block || length > maxNameBytes + 1 || length % block !== 0 || sealed[0] !== version) return null;
  const nonce = sealed.subarray(1, 1 + nonceLength);
  let padded: Uint8Array;
  try {
    padded = gcm(key, nonce, aad(accountId, token)).decrypt(sealed.subarray(1 + nonceLength));
  } catch {
    return null;
  }
  let end = length - 1;
  while (end >= 0 && padded[end] === 0) end--;
  return end >= length - block && padded[end] === mark ? fromUtf8(padded.subarray(0, end)) : null;
}

const aad = (accountId: string, token: Uint8Array): Bytes => concat(labels.name, idBytes(accountId), token);
