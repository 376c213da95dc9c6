import { argon2id } from "hash-wasm";
import { type Bytes, utf8, wipe } from "./bytes.js";
import { hkdf } from "./hashing.js";
import { type KdfParameters, refuseUnsafe } from "./kdfParameters.js";
import { labels } from "./labels.js";

// password: NFKC, UTF-8; Argon2id by the account's salt and parameters; output A 64 bytes
// authKey = HKDF(A, "diary.v1.e2e.auth", 32), sent; wrapKey = HKDF(A, "diary.v1.e2e.wrap", 32), never sent

const minCharacters = 12;
const maxCharacters = 256;
const maxUnits = 4096;

/** The two halves of an E2E password: one is sent and proves it, one never leaves the device. Neither tells the other. */
export interface PasswordKeys {
  readonly authKey: Bytes;
  readonly wrapKey: Bytes;
}

/**
 * One run of Argon2id, which takes a core for a while, and both halves of what it gives. The caller wipes them.
 * @throws {RangeError} The password is ill-formed or far too long.
 * @throws {UnsafeKdfError} The parameters are weaker than 64 MiB and 3 passes.
 */
export async function derivePasswordKeys(password: string, kdf: KdfParameters): Promise<PasswordKeys> {
  refuseUnsafe(kdf);
  const bytes = utf8(normalize(password));
  let hash: Uint8Array | undefined;
  try {
    hash = await argon2id({
      password: bytes,
      salt: kdf.salt,
      memorySize: kdf.memoryKiB,
      iterations: kdf.iterations,
      parallelism: kdf.parallelism,
      hashLength: 64,
      outputType: "binary",
    });
    return {
      authKey: hkdf(hash, labels.passwordAuthentication, 32),
      wrapKey: hkdf(hash, labels.passwordWrapping, 32),
    };
  } finally {
    wipe(bytes, hash);
  }
}

/** Whether a password may be one at all: well-formed text of 12 to 256 characters after NFKC. How strong it is, is another question. */
export function isAcceptablePassword(password: string): boolean {
  if (!isSound(password)) return false;
  const characters = [...password.normalize("NFKC")].length;
  return characters >= minCharacters && characters <= maxCharacters;
}

function normalize(password: string): string {
  if (!isSound(password)) throw new RangeError("A password is well-formed text of at most 4,096 units.");
  return password.normalize("NFKC");
}

// No keyboard has U+FFFE, and other platforms refuse to normalise it.
const isSound = (password: string): boolean =>
  password.length <= maxUnits && !/\p{Surrogate}|\uFFFE/u.test(password);
