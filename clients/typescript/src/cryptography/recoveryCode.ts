import { type Bytes, concat, equalBytes, randomBytes, wipe } from "./bytes.js";
import { hkdf, sha256 } from "./hashing.js";
import { labels } from "./labels.js";
import { idBytes } from "./text.js";

// 128 random bits | the first 12 bits of their SHA-256, as 28 characters of Crockford's base 32 in seven groups of four
// verifier = HKDF(the 16 bytes, "diary.v1.recovery.auth", 32, salt = account id); wrapping key the same, "diary.v1.recovery.wrap"
// The check catches a slip of the pen (4,095 of 4,096), nothing else. 128 bits need no slow hash.

const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const secretSize = 16;
const characters = 28;
const bits = 5;

/** A code that gets its owner back in without the password. Spent once; the server keeps only SHA-256 of the verifier. */
export class RecoveryCode {
  readonly #secret: Bytes;

  private constructor(secret: Bytes) {
    this.#secret = secret;
  }

  /** A fresh code from the system's random generator. */
  static generate(): RecoveryCode {
    return new RecoveryCode(randomBytes(secretSize));
  }

  /**
   * Reads a code as people type it: any case, white space and hyphens anywhere, O as 0, I and L as 1. Null for another length,
   * another character or a wrong check.
   */
  static parse(text: string): RecoveryCode | null {
    const plain = text.replace(/[-\p{White_Space}]/gu, "").replace(/[a-z]/g, (c) => c.toUpperCase());
    const typed = plain.replaceAll("O", "0").replace(/[IL]/g, "1");
    if (typed.length !== characters) return null;
    const coded = new Uint8Array(secretSize + 2);
    for (let i = 0; i < characters; i++) {
      const value = alphabet.indexOf(typed[i]!);
      if (value < 0) return null;
      writeBits(coded, i, value);
    }
    const secret = coded.slice(0, secretSize);
    const sound = equalBytes(checkOf(secret), coded.subarray(secretSize));
    wipe(coded);
    return sound ? new RecoveryCode(secret) : null;
  }

  /** The code to be shown once: seven groups of four, upper case, hyphens between. */
  print(): string {
    const coded = concat(this.#secret, checkOf(this.#secret));
    const text = Array.from({ length: characters }, (_, i) => alphabet[readBits(coded, i)]).join("");
    wipe(coded);
    return text.match(/.{4}/g)!.join("-");
  }

  /** What is presented for an account, 32 bytes. The caller wipes it. */
  verifier(accountId: string): Bytes {
    return hkdf(this.#secret, labels.recoveryAuthentication, 32, idBytes(accountId));
  }

  /** What wraps the account's private key, 32 bytes: see keyBundle. The caller wipes it. */
  wrappingKey(accountId: string): Bytes {
    return hkdf(this.#secret, labels.recoveryWrapping, 32, idBytes(accountId));
  }

  /** Zeroes the secret. */
  wipe(): void {
    wipe(this.#secret);
  }
}

// The 12 bits, left-aligned in two bytes: the last four bits of the 18 bytes are no part of the code.
function checkOf(secret: Uint8Array): Uint8Array {
  const hash = sha256(secret);
  return Uint8Array.of(hash[0]!, hash[1]! & 0xf0);
}

function writeBits(coded: Uint8Array, index: number, value: number): void {
  for (let bit = 0; bit < bits; bit++) {
    const at = index * bits + bit;
    coded[at >> 3]! |= ((value >> (bits - 1 - bit)) & 1) << (7 - (at & 7));
  }
}

function readBits(coded: Uint8Array, index: number): number {
  let value = 0;
  for (let bit = 0; bit < bits; bit++) {
    const at = index * bits + bit;
    value = (value << 1) | ((coded[at >> 3]! >> (7 - (at & 7))) & 1);
  }
  return value;
}
