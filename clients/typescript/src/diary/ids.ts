import { randomBytes } from "../cryptography/bytes.js";
import { idText } from "../cryptography/text.js";

/** A fresh id: UUIDv7 (RFC 9562 section 5.7), the time in milliseconds before 74 random bits. */
export function newId(now: number = Date.now()): string {
  const bytes = randomBytes(16);
  new DataView(bytes.buffer).setBigUint64(0, (BigInt(now) << 16n) | BigInt(0x7000 | ((bytes[6]! & 0x0f) << 8) | bytes[7]!));
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return idText(bytes);
}
