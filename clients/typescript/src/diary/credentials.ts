import type { AccountKeys } from "../cryptography/accountKeys.js";
import { wipe } from "../cryptography/bytes.js";
import { type KdfParameters, freshKdf } from "../cryptography/kdfParameters.js";
import { openKeyBundle, sealKeyBundle } from "../cryptography/keyBundle.js";
import { type PasswordKeys, derivePasswordKeys, isAcceptablePassword } from "../cryptography/passwordKeys.js";
import { passwordWeakness } from "../cryptography/passwordStrength.js";
import { RecoveryCode } from "../cryptography/recoveryCode.js";
import { fromBase64, toBase64 } from "../cryptography/text.js";
import type { CredentialInput, RecoveryCodeInput, SignInParametersQuery } from "../generated/operations.js";
import { DiaryError, DiaryProblem } from "./errors.js";

const codes = 10;

/** What a client needs before it signs in, as the server told it. */
export type ServerParameters = SignInParametersQuery["signInParameters"];

/** An E2E password, derived: the half that is sent and the half that stays. */
export class DerivedPassword {
  readonly #keys: PasswordKeys;
  readonly #kdf: KdfParameters | null;

  private constructor(keys: PasswordKeys, kdf: KdfParameters | null) {
    [this.#keys, this.#kdf] = [keys, kdf];
  }

  /**
   * The password of an account that is there.
   * @throws {DiaryProblem} WRONG_CREDENTIAL: the address has no E2E account, which the server would say too.
   * @throws {UnsafeKdfError} The server asks for parameters under which a password must not be hashed.
   */
  static async of(password: string, { kdf }: ServerParameters): Promise<DerivedPassword> {
    if (!kdf) throw wrongCredential();
    const salt = fromBase64(kdf.salt);
    if (!salt) throw new DiaryError("PROTOCOL", "The salt is no base64.");
    return new DerivedPassword(await derivePasswordKeys(password, { ...kdf, salt }), null);
  }

  /**
   * A password that is being set, under a salt of its own. Only here can its strength be judged: the server never sees it.
   * @param email The account's address, which no password should be made of.
   * @throws {DiaryProblem} INVALID: it is not 12 to 256 characters, or too easy to guess.
   */
  static async fresh(password: string, email: string): Promise<DerivedPassword> {
    if (!isAcceptablePassword(password)) throw unfit("A password has 12 to 256 characters.");
    const weakness = await passwordWeakness(password, [email]);
    if (weakness !== null) throw unfit(`The password ${weakness}`);
    const kdf = freshKdf();
    return new DerivedPassword(await derivePasswordKeys(password, kdf), kdf);
  }

  /** What is sent: never the password, and nothing that opens a key. */
  get credential(): CredentialInput {
    const kdf = this.#kdf && { ...this.#kdf, salt: toBase64(this.#kdf.salt) };
    return { authKey: { key: toBase64(this.#keys.authKey), ...(kdf && { kdf }) } };
  }

  /** The account's private key, wrapped for whoever knows the password. */
  wrap(keys: AccountKeys): string {
    return toBase64(sealKeyBundle(this.#keys.wrapKey, keys));
  }

  /** Opens what {@link wrap} made; null for anything else. */
  unwrap(keyBundle: string | null): AccountKeys | null {
    const bundle = keyBundle === null ? null : fromBase64(keyBundle);
    return bundle && openKeyBundle(this.#keys.wrapKey, bundle);
  }

  /** Zeroes both halves. */
  wipe(): void {
    wipe(this.#keys.authKey, this.#keys.wrapKey);
  }
}

/** Uses a derived password and zeroes it, however that ends. */
export async function withPassword<T>(deriving: Promise<DerivedPassword>, use: (derived: DerivedPassword) => Promise<T>): Promise<T> {
  const derived = await deriving;
  try {
    return await use(derived);
  } finally {
    derived.wipe();
  }
}

/** Ten fresh codes: as they are printed, and as the server gets them. */
export function makeRecoveryCodes(keys: AccountKeys, accountId: string): { printed: string[]; inputs: RecoveryCodeInput[] } {
  const made = Array.from({ length: codes }, () => {
    const code = RecoveryCode.generate();
    const [verifier, wrapKey] = [code.verifier(accountId), code.wrappingKey(accountId)];
    const input = { verifier: toBase64(verifier), keyBundle: toBase64(sealKeyBundle(wrapKey, keys)) };
    const printed = code.print();
    wipe(verifier, wrapKey);
    code.wipe();
    return { printed, input };
  });
  return { printed: made.map((code) => code.printed), inputs: made.map((code) => code.input) };
}

const unfit = (message: string): DiaryProblem => new DiaryProblem([{ code: "INVALID", message, field: "password" }]);

/** What the server says of a wrong address, tier or password alike. */
export const wrongCredential = (): DiaryProblem =>
  new DiaryProblem([{ code: "WRONG_CREDENTIAL", message: "The address, the tier or the secret is wrong.", field: null }]);
