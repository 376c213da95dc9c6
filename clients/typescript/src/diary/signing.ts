import { AccountKeys } from "../cryptography/accountKeys.js";
import { wipe } from "../cryptography/bytes.js";
import { openKeyBundle } from "../cryptography/keyBundle.js";
import { RecoveryCode } from "../cryptography/recoveryCode.js";
import { fromBase64, toBase64 } from "../cryptography/text.js";
import * as operations from "../generated/operations.js";
import { parametersOf } from "./accountCommands.js";
import { DerivedPassword, makeRecoveryCodes, withPassword, wrongCredential } from "./credentials.js";
import { DiaryError, DiaryProblem, accepted, given } from "./errors.js";
import { newAccountId } from "./ids.js";
import { Owner } from "./owner.js";
import type { Session, SessionTokens } from "./session.js";

/** Who signs in, with what, and on which device. */
export interface Credentials {
  /**
   * The account's tier. It is yours to say: a server that could choose it could ask an E2E user for the password itself.
   */
  readonly tier: operations.Tier;
  readonly email: string;
  readonly password: string;
  /** What this device is called in the list of sessions. */
  readonly device: string;
}

/** A new account. */
export interface NewAccount extends Credentials {
  /** An IANA name, such as Europe/Vienna; UTC unless given. */
  readonly timeZone?: string;
  /** E2E: whether the server keeps the private key, wrapped by the password, for signing in elsewhere by password alone. Off. */
  readonly keyBundle?: boolean;
}

/** A sign-in. */
export interface SignIn extends Credentials {
  /** E2E: the private key, 32 bytes, as another device handed it over; needed where the server keeps no wrapped one. */
  readonly privateKey?: Uint8Array;
}

/** A way back in without the password. */
export interface Recovery extends Credentials {
  /** The code as it was shown. It is spent. */
  readonly code: string;
  /** The new password. */
  readonly password: string;
  /** E2E: as at sign-up. */
  readonly keyBundle?: boolean;
}

/** Who is signed in from now on. */
export interface Signed {
  readonly owner: Owner;
  readonly tokens: SessionTokens;
}

type Payload = {
  readonly session: SessionTokens | null;
  readonly account: operations.OwnerFragment | null;
  readonly problems: readonly operations.RefusedFragment[];
};

/** A new account's owner, signed in, and its recovery codes, which are shown this once. */
export interface SignedUp extends Signed {
  /** UCE: null where the server had made them for an earlier try, whose answer was lost, and does not show them again. */
  readonly recoveryCodes: readonly string[] | null;
}

/** Makes an account, and its recovery codes. */
export async function signUp(session: Session, account: NewAccount): Promise<SignedUp> {
  const { tier, email, password, device, timeZone = "UTC" } = account;
  const id = newAccountId();
  if (tier === "UCE") {
    const input = { id, email, tier, device, timeZone, credential: { password } };
    const payload = accepted((await session.anonymously(operations.signUp, { input })).signUp);
    return { ...signed(payload, tier, null), recoveryCodes: payload.recoveryCodes };
  }

  return withPassword(DerivedPassword.fresh(password, email), async (derived) => {
    const keys = AccountKeys.generate();
    const codes = makeRecoveryCodes(keys, id);
    const keyBundle = account.keyBundle && { keyBundle: derived.wrap(keys) };
    const input = {
      id, email, tier, device, timeZone, credential: derived.credential,
      keys: { publicKey: toBase64(keys.publicKey), recoveryCodes: codes.inputs, ...keyBundle },
    };
    const payload = accepted((await session.anonymously(operations.signUp, { input })).signUp);
    return { ...signed(payload, tier, keys, id), recoveryCodes: codes.printed };
  });
}

/** Signs in to an account that is there. */
export async function signIn(session: Session, { tier, email, password, device, privateKey }: SignIn): Promise<Signed> {
  if (tier === "UCE") {
    const input = { email, device, credential: { password } };
    return signed(accepted((await session.anonymously(operations.signIn, { input })).signIn), tier, null);
  }

  const parameters = await parametersOf(session, email);
  return withPassword(DerivedPassword.of(password, parameters), async (derived) => {
    const input = { email, device, credential: derived.credential };
    const payload = accepted((await session.anonymously(operations.signIn, { input })).signIn);
    const keys = privateKey ? AccountKeys.import(privateKey) : derived.unwrap(payload.account?.keyBundle ?? null);
    return signed(payload, tier, keys);
  });
}

/** Signs in with a recovery code and sets a new password. The code is spent, and every other session ends. */
export async function recover(session: Session, recovery: Recovery): Promise<Signed> {
  const { tier, email, password, device, code: printed } = recovery;
  if (tier === "UCE") {
    const input = { email, device, code: { code: printed }, next: { password } };
    return signed(accepted((await session.anonymously(operations.recover, { input })).recover), tier, null);
  }

  const code = RecoveryCode.parse(printed);
  if (!code) throw new DiaryProblem([{ code: "INVALID", message: "The code has a slip of the pen.", field: "code" }]);
  try {
    return await withPassword(DerivedPassword.fresh(password, email), (next) => recoverKeys(session, recovery, code, next));
  } finally {
    code.wipe();
  }
}

/** E2E: fetches the keys under the code, and signs in with it. */
async function recoverKeys(session: Session, recovery: Recovery, code: RecoveryCode, next: DerivedPassword): Promise<Signed> {
  const { tier, email, device } = recovery;
  const { accountId, kdf } = await parametersOf(session, email);
  if (!kdf) throw wrongCredential();
  const [verifierBytes, wrapKey] = [code.verifier(accountId), code.wrappingKey(accountId)];
  const verifier = toBase64(verifierBytes);
  try {
    const keys = await openRecoveryBundle(session, { email, verifier }, wrapKey);
    const keyBundle = recovery.keyBundle && { keyBundle: next.wrap(keys) };
    const input = { email, device, code: { verifier }, next: next.credential, ...keyBundle };
    return signed(accepted((await session.anonymously(operations.recover, { input })).recover), tier, keys, accountId);
  } finally {
    wipe(verifierBytes, wrapKey);
  }
}

async function openRecoveryBundle(
  session: Session,
  input: operations.RecoveryBundleInput,
  wrapKey: Uint8Array,
): Promise<AccountKeys> {
  const { keyBundle } = accepted((await session.anonymously(operations.recoveryBundle, { input })).recoveryBundle);
  const keys = openKeyBundle(wrapKey, fromBase64(given(keyBundle, "key bundle")) ?? new Uint8Array());
  if (!keys) throw new DiaryError("UNTRUSTED", "What the server keeps under this code does not open.");
  return keys;
}

function signed(payload: Payload, tier: operations.Tier, keys: AccountKeys | null, accountId?: string): Signed {
  const account = given(payload.account, "account");
  try {
    if (accountId !== undefined && account.id !== accountId) throw new DiaryError("UNTRUSTED", "The server names another account.");
    return { owner: new Owner(account, tier, keys), tokens: given(payload.session, "session") };
  } catch (error) {
    keys?.wipe();
    throw error;
  }
}
