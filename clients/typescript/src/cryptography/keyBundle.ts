import { xchacha20, xchacha20poly1305 } from "@noble/ciphers/chacha.js";
import { AccountKeys } from "./accountKeys.js";
import { type Bytes, concat, randomBytes, wipe } from "./bytes.js";
import { labels } from "./labels.js";

// 0x01 | nonce (24, random) | XChaCha20-Poly1305(wrapping key, private key) (32 + 16), AAD "diary.v1.bundle" | public key (32)
// XChaCha20-Poly1305: draft-irtf-cfrg-xchacha-03

const version = 0x01;
const nonceLength = 24;
const length = 1 + nonceLength + 32 + 16;

/** Wraps an account's private key by the wrapping half of a password or of a recovery code: 73 bytes. */
export function sealKeyBundle(wrapKey: Uint8Array, keys: AccountKeys): Bytes {
  const nonce = randomBytes(nonceLength);
  const cipher = xchacha20poly1305(wrapKey, nonce, concat(labels.bundle, keys.publicKey));
  return concat(Uint8Array.of(version), nonce, cipher.encrypt(keys.privateKey));
}

/**
 * Gives the pair back; null for another wrapping key, or bytes that are not as they were sealed. The public key need not be known:
 * it follows from what the ciphertext would decrypt to, and nothing is given before the tag over both has been verified.
 */
export function openKeyBundle(wrapKey: Uint8Array, bundle: Uint8Array): AccountKeys | null {
  if (bundle.length !== length || bundle[0] !== version) return null;
  const nonce = bundle.subarray(1, 1 + nonceLength);
  const sealed = bundle.subarray(1 + nonceLength);
  const candidate = xchacha20(wrapKey, nonce, sealed.subarray(0, 32), undefined, 1); // Block 0 is the authenticator's.
  const keys = AccountKeys.import(candidate);
  wipe(candidate);
  try {
    wipe(xchacha20poly1305(wrapKey, nonce, concat(labels.bundle, keys.publicKey)).decrypt(sealed));
    return keys;
  } catch {
    keys.wipe();
    return null;
  }
}
