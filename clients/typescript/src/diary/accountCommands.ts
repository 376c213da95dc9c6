import { present } from "../content.js";
import * as operations from "../generated/operations.js";
import { DerivedPassword, type ServerParameters, makeRecoveryCodes, withPassword } from "./credentials.js";
import { accepted, given } from "./errors.js";
import type { Owner } from "./owner.js";
import type { Session } from "./session.js";

/** A password that takes another's place. */
export interface PasswordChange {
  readonly current: string;
  readonly next: string;
  /** E2E: whether the server keeps the private key, wrapped by the password. As it was unless given. */
  readonly keyBundle?: boolean;
}

/** What an account is set to; what is left out stays. */
export interface Settings {
  /** An IANA zone, such as Europe/Vienna: that of today, and of entries that name none. */
  readonly timeZone?: string;
  /** The language that entries are written in, such as de; null: told from each. */
  readonly language?: string | null;
}

/** Sets them; the account as it is now. */
export async function updateSettings(session: Session, { timeZone, language }: Settings): Promise<operations.OwnerFragment> {
  const input = present({ timeZone, language });
  const payload = accepted((await session.run(operations.updateSettings, { input })).updateSettings);
  return given(payload.account, "account");
}

/** A new password, and the session goes on; all others end. Answers with the account as it is now. */
export async function changePassword(session: Session, owner: Owner, change: PasswordChange): Promise<operations.OwnerFragment> {
  const { account } = owner;
  if (account.tier === "UCE") {
    return send({ current: { password: change.current }, next: { password: change.next } });
  }
  return withPassword(DerivedPassword.fresh(change.next, account.email), async (next) => {
    const keyBundle = (change.keyBundle ?? account.keyBundle !== null) ? next.wrap(owner.keys) : null;
    const current = await credentialOf(session, owner, change.current);
    return send({ current, next: next.credential, ...(keyBundle !== null && { keyBundle }) });
  });

  async function send(input: operations.ChangePasswordInput): Promise<operations.OwnerFragment> {
    const payload = accepted((await session.run(operations.changePassword, { input })).changePassword);
    session.use(given(payload.session, "session"));
    return given(payload.account, "account");
  }
}

/** Ten new recovery codes, to be shown once; the old ones are worth nothing from now on. */
export async function replaceRecoveryCodes(session: Session, owner: Owner, password: string): Promise<readonly string[]> {
  const made = owner.account.tier === "E2E" ? makeRecoveryCodes(owner.keys, owner.account.id) : null;
  const current = await credentialOf(session, owner, password);
  const input = { current, ...(made && { codes: made.inputs }) };
  const payload = accepted((await session.run(operations.replaceRecoveryCodes, { input })).replaceRecoveryCodes);
  return made?.printed ?? given(payload.recoveryCodes, "recovery codes");
}

/** Destroys the account's keys at once and its data in the background. */
export async function deleteAccount(session: Session, owner: Owner, password: string): Promise<operations.ReceiptFragment> {
  const input = { credential: await credentialOf(session, owner, password) };
  const payload = accepted((await session.run(operations.deleteAccount, { input })).deleteAccount);
  return given(payload.receipt, "receipt");
}

/** What a client needs before it can sign in. */
export async function parametersOf(session: Session, email: string): Promise<ServerParameters> {
  return (await session.anonymously(operations.signInParameters, { email })).signInParameters;
}

async function credentialOf(session: Session, { account }: Owner, password: string): Promise<operations.CredentialInput> {
  if (account.tier === "UCE") return { password };
  const parameters = await parametersOf(session, account.email);
  return withPassword(DerivedPassword.of(password, parameters), async (derived) => derived.credential);
}
