import { AccountKeys, type EnvelopeContext } from "@personal-diary/client/cryptography";

export const ada = "0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b";
export const eve = "0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5c";
export const entry = "0190a1b2-c3d4-7e60-8a9b-000102030405";
export const otherEntry = "0190a1b2-c3d4-7e60-8a9b-000102030406";
export const context: EnvelopeContext = { accountId: ada, entryId: entry, version: 7 };
export const text = Buffer.from('{"title":"Morgen","body":"Nebel über dem See."}');

/** Keys count upwards, so that no one takes them for real ones. */
export const count = (first: number, length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => first + i);

export const adasKeys = (): AccountKeys => AccountKeys.import(count(64, 32));

export const hex = (digits: string): Uint8Array => new Uint8Array(Buffer.from(digits, "hex"));

export const toHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

export const flipped = (bytes: Uint8Array, bit: number): Uint8Array => {
  const copy = bytes.slice();
  copy[bit >> 3]! ^= 1 << (bit & 7);
  return copy;
};

/** Numbers that look random and are the same in every run: xorshift32. */
export function randomNumbers(seed = 20261123): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % bound;
  };
}

export const randomRun = (next: (bound: number) => number, length: number): Uint8Array =>
  Uint8Array.from({ length }, () => next(256));
