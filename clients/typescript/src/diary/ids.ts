import { randomBytes, utf8 } from "../cryptography/bytes.js";
import { sha256 } from "../cryptography/hashing.js";
import { idText } from "../cryptography/text.js";

/** A fresh id of an entry: UUIDv7 (RFC 9562 section 5.7), the time in milliseconds before 74 random bits. */
export function newId(now: number = Date.now()): string {
  const bytes = randomBytes(16);
  new DataView(bytes.buffer).setBigUint64(0, (BigInt(now) << 16n) | BigInt(0x7000 | ((bytes[6]! & 0x0f) << 8) | bytes[7]!));
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return idText(bytes);
}

/**
 * A fresh id of an account: UUIDv4 (RFC 9562 section 5.4), 122 random bits. It is told to whoever asks for an address's parameters, and
 * must neither tell when the account began nor look other than what the server makes up for an address that nobody has.
 */
export function newAccountId(): string {
  const bytes = randomBytes(16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return idText(bytes);
}

/** The id under which an entry is written anew whose own was purged, and is spent: UUIDv8 (RFC 9562 section 5.8), always the same one. */
export function idAfterPurge(id: string): string {
  const bytes = sha256(utf8(`personal-diary/after-purge/${id.toLowerCase()}`)).subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return idText(bytes);
}
