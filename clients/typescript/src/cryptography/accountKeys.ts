import { x25519 } from "@noble/curves/ed25519.js";
import { type Bytes, equalBytes, randomBytes, wipe } from "./bytes.js";
import { hkdf } from "./hashing.js";
import type { PreSharedKey } from "./hpke.js";
import { labels } from "./labels.js";

const size = 32;

/**
 * An account's X25519 pair (RFC 7748), which only its owner's devices hold. All that an E2E client seals, opens and looks up hangs
 * under its private half.
 */
export class AccountKeys {
  readonly #privateKey: Bytes;
  #wiped = false;

  /** The public half, 32 bytes: what the server and others seal to. */
  readonly publicKey: Bytes;

  private constructor(privateKey: Bytes) {
    this.#privateKey = privateKey;
    this.publicKey = x25519.getPublicKey(privateKey) as Bytes;
  }

  /** A fresh pair from the system's random generator. */
  static generate(): AccountKeys {
    return new AccountKeys(randomBytes(size));
  }

  /**
   * Takes a copy of a private key, as another device handed it over.
   * @throws {RangeError} Not 32 bytes.
   */
  static import(privateKey: Uint8Array): AccountKeys {
    if (privateKey.length !== size) throw new RangeError("A private key is 32 bytes.");
    return new AccountKeys(privateKey.slice() as Bytes);
  }

  /** The private half itself, to be wrapped or handed to another device. Not a copy: zeros after {@link wipe}. */
  get privateKey(): Uint8Array {
    this.#refuseWiped();
    return this.#privateKey;
  }

  /** What shows in an envelope that the account itself wrote it. The caller wipes its key. */
  writePsk(): PreSharedKey & { readonly key: Bytes } {
    return { key: this.#derive(labels.writePsk), id: labels.writePskId };
  }

  /** The root of all blind tokens and sealed names, 32 bytes. The caller wipes it. */
  indexRoot(): Bytes {
    return this.#derive(labels.indexRoot);
  }

  /** Whether a public key that the server names is the one of this pair. */
  matches(publicKey: Uint8Array): boolean {
    return equalBytes(this.publicKey, publicKey);
  }

  /** Zeroes the private half. Every later use throws. */
  wipe(): void {
    this.#wiped = true;
    wipe(this.#privateKey);
  }

  #derive(label: Uint8Array): Bytes {
    this.#refuseWiped();
    return hkdf(this.#privateKey, label, size);
  }

  #refuseWiped(): void {
    if (this.#wiped) throw new Error("The account's keys were wiped.");
  }
}
