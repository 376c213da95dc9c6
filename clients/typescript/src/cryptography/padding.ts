// plaintext | 0x80 | 0x00 … up to max(256, Padmé(plaintext + 1))
// Padmé: K. Nikitin et al., "Reducing Metadata Leakage from Encrypted Files and Communication with PURBs", PETS 2019:
// a length keeps as many leading bits as its exponent has digits; at most 12 % more, and O(log log n) bits are told.
import type { Bytes } from "./bytes.js";

const minLength = 256;
const maxLength = 2 ** 30;
const mark = 0x80;

/**
 * The padded length of a plaintext of so many bytes, the mark included.
 * @throws {RangeError} Not a whole number from 0 to 1 GiB.
 */
export function paddedLength(plaintextLength: number): number {
  if (!Number.isInteger(plaintextLength) || plaintextLength < 0 || plaintextLength > maxLength) {
    throw new RangeError("A plaintext has 0 to 1,073,741,824 bytes.");
  }
  return Math.max(minLength, padme(plaintextLength + 1));
}

/** Whether some plaintext has this padded length. */
export const isPaddedLength = (length: number): boolean =>
  Number.isInteger(length) && length >= minLength && length <= maxLength && padme(length) === length;

/** The plaintext, the mark and the zeros. */
export function pad(plaintext: Uint8Array): Bytes {
  const padded = new Uint8Array(paddedLength(plaintext.length));
  padded.set(plaintext);
  padded[plaintext.length] = mark;
  return padded;
}

/** A copy of the plaintext; null for whatever {@link pad} would not have made. */
export function unpad(padded: Uint8Array): Bytes | null {
  let length = padded.length - 1;
  while (length >= 0 && padded[length] === 0) length--;
  if (length < 0 || padded[length] !== mark || paddedLength(length) !== padded.length) return null;
  return padded.slice(0, length) as Bytes;
}

function padme(length: number): number {
  if (length < 2) return length;
  const exponent = log2(length);
  const unit = 2 ** (exponent - (log2(exponent) + 1));
  return Math.ceil(length / unit) * unit;
}

const log2 = (value: number): number => 31 - Math.clz32(value);
