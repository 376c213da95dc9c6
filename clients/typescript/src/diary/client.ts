import { AccountKeys } from "../cryptography/accountKeys.js";
import * as operations from "../generated/operations.js";
import { EntryWords } from "../search/entryWords.js";
import type { Language } from "../search/languages.js";
import {
  type PasswordChange, type Settings, changePassword, deleteAccount, parametersOf, replaceRecoveryCodes, updateSettings,
} from "./accountCommands.js";
import { Archives } from "./archives.js";
import { type AuditRecord, readAuditLog } from "./auditLog.js";
import type { ServerParameters } from "./credentials.js";
import { Entries } from "./entries.js";
import type { Page, PageOptions } from "./entryTypes.js";
import { DiaryError, accepted } from "./errors.js";
import { Files } from "./files.js";
import { Owner } from "./owner.js";
import { Search } from "./search.js";
import type { SearchOptions, SearchPage } from "./searchTypes.js";
import { Session, type SessionTokens } from "./session.js";
import { Sessions } from "./sessions.js";
import { type NewAccount, type Recovery, type SignIn, type Signed, recover, signIn, signUp } from "./signing.js";
import { Transport, type TransportOptions, pausing } from "./transport.js";

/** What a client needs of its surroundings. */
export interface DiaryClientOptions extends TransportOptions {
  /** Is told the tokens whenever they change, to keep them where they are safe; null once the session has ended. */
  readonly onTokens?: (tokens: SessionTokens | null) => void;
  /**
   * E2E: whether entries are sent with search tokens, so that the server can find them by words. Off unless asked for: whoever reads the
   * database then learns which entries of one quarter share a word, how many words each has, and how common they are; never the words.
   * Entries that were written without it are not found. UCE: the server searches, whatever this says.
   */
  readonly blindSearch?: boolean;
  /** With blindSearch: the languages that entries are in, always the same ones; any of twelve unless given, told by their words. */
  readonly languages?: readonly Language[];
}

/** A session that was kept by onTokens. */
export interface KeptSession {
  readonly tier: operations.Tier;
  readonly tokens: SessionTokens;
  /** E2E: the account's private key, 32 bytes. */
  readonly privateKey?: Uint8Array;
}

/** The account as the server describes it. */
export type DiaryAccount = operations.OwnerFragment;

/**
 * A diary's client, of both tiers. Refused commands are thrown as DiaryProblem, failed requests as DiaryError. An access token that has
 * expired is renewed by itself.
 */
export class DiaryClient {
  readonly entries: Entries;
  readonly archives: Archives;
  readonly files: Files;
  readonly sessions: Sessions;
  readonly #session: Session;
  readonly #search: Search;
  #owner: Owner | null = null;

  /** @param url The GraphQL endpoint, such as http://127.0.0.1:5080/graphql. */
  constructor(url: string | URL, options: DiaryClientOptions = {}) {
    this.#session = new Session(new Transport(url, options), (tokens) => {
      if (!tokens) this.#wipe();
      options.onTokens?.(tokens);
    });
    const wait = options.wait ?? pausing;
    const words = options.blindSearch === true ? new EntryWords(options.languages) : null;
    this.entries = new Entries(this.#session, () => this.#signedIn(), words);
    this.files = new Files(this.#session, () => this.#signedIn(), wait);
    this.archives = new Archives(this.#session, () => this.#signedIn(), this.entries, this.files, wait);
    this.#search = new Search(this.#session, () => this.#signedIn(), words);
    this.sessions = new Sessions(this.#session, () => this.#signedIn());
  }

  /** Who is signed in; null where nobody is. */
  get account(): DiaryAccount | null {
    return this.#owner?.account ?? null;
  }

  /** E2E: whether this device has the account's keys. Without them nothing opens, and nothing can be written. */
  get hasKeys(): boolean {
    return this.#owner?.hasKeys ?? false;
  }

  /** What a client needs before it can sign in. Unknown addresses get plausible answers. */
  signInParameters(email: string): Promise<ServerParameters> {
    return parametersOf(this.#session, email);
  }

  /**
   * Makes an account and signs in to it. Its ten recovery codes are shown this once; where they were lost with an answer on its way, they
   * are replaced at once.
   * @throws {DiaryError} CODES_MISSING: the account is made and signed in to, but its codes are not known; call replaceRecoveryCodes.
   */
  async signUp(account: NewAccount): Promise<{ account: DiaryAccount; recoveryCodes: readonly string[] }> {
    const { recoveryCodes, ...signed } = await signUp(this.#session, account);
    const made = this.#begin(signed);
    return { account: made, recoveryCodes: recoveryCodes ?? (await this.#codesInsteadOfLostOnes(account.password)) };
  }

  /** Signs in to an account that is there. */
  async signIn(credentials: SignIn): Promise<DiaryAccount> {
    return this.#begin(await signIn(this.#session, credentials));
  }

  /** Signs in with a recovery code and sets a new password. The code is spent, and every other session ends. */
  async recover(recovery: Recovery): Promise<DiaryAccount> {
    return this.#begin(await recover(this.#session, recovery));
  }

  /** Goes on with a session that was kept. */
  async resume({ tier, tokens, privateKey }: KeptSession): Promise<DiaryAccount> {
    this.#wipe();
    this.#session.use(tokens);
    const { me } = await this.#session.run(operations.me, {});
    return (this.#owner = new Owner(me, tier, privateKey ? AccountKeys.import(privateKey) : null)).account;
  }

  /** Renews the session now. It is renewed by itself where that is needed. */
  refresh(): Promise<void> {
    return this.#session.refresh();
  }

  /** Ends the session, on the server where it can be reached, and wipes the keys. */
  async signOut(): Promise<void> {
    try {
      accepted((await this.#session.run(operations.signOut, {})).signOut);
    } catch (error) {
      if (!(error instanceof DiaryError) || error.code !== "UNAUTHENTICATED") throw error; // It has ended already.
    } finally {
      this.#session.use(null);
    }
  }

  /** Sets a new password. This session goes on, all others end; no entry is sealed again. */
  async changePassword(change: PasswordChange): Promise<DiaryAccount> {
    const owner = this.#signedIn();
    return (this.#owner = owner.as(await changePassword(this.#session, owner, change))).account;
  }

  /** Changes the time zone or the language, and keeps what is not given; null: the language is told from each entry again (UCE). */
  async updateSettings(settings: Settings): Promise<DiaryAccount> {
    const owner = this.#signedIn();
    return (this.#owner = owner.as(await updateSettings(this.#session, settings))).account;
  }

  /** Ten new recovery codes, shown this once; the old ones are worth nothing from now on. */
  replaceRecoveryCodes(password: string): Promise<readonly string[]> {
    return replaceRecoveryCodes(this.#session, this.#signedIn(), password);
  }

  /**
   * The entries that a query finds, best first: words in any of their forms, all of which must be there, "exact phrases", `or` between two
   * of which one will do, `-` before what must not be there, `*` after the beginning of a word. UCE forgives small typos.
   * @throws {DiaryError} BAD_REQUEST: the query or page is too long. INVALID_CURSOR: the page before is found no more. SEARCH_OFF: the
   *   account is E2E, and this client was made without blindSearch.
   */
  search(query: string, options: SearchOptions = {}): Promise<SearchPage> {
    return this.#search.find(query, options);
  }

  /** Words that begin so, most used first, 10 unless told: of the diary for UCE, of what was opened since sign-in for E2E. */
  suggest(prefix: string, first: number = 10): Promise<readonly string[]> {
    return this.#search.suggest(prefix, first);
  }

  /** What was done with the account, by which session, newest first. */
  auditLog(options: PageOptions = {}): Promise<Page<AuditRecord>> {
    return readAuditLog(this.#session, () => this.#signedIn().box, options);
  }

  /** Destroys the account's keys at once and its data in the background. The receipt says, signed, that it was done. */
  async deleteAccount(password: string): Promise<operations.ReceiptFragment> {
    const receipt = await deleteAccount(this.#session, this.#signedIn(), password);
    this.#session.use(null);
    return receipt;
  }

  /**
   * E2E: the account's private key, to be handed to another device (as a code that it scans) or kept on this one. A copy: wipe it.
   * @throws {DiaryError} KEYS_MISSING.
   */
  exportPrivateKey(): Uint8Array {
    return this.#signedIn().keys.privateKey.slice();
  }

  async #codesInsteadOfLostOnes(password: string): Promise<readonly string[]> {
    try {
      return await this.replaceRecoveryCodes(password);
    } catch (cause) {
      const retryAfter = cause instanceof DiaryError ? cause.retryAfter : undefined;
      throw new DiaryError("CODES_MISSING", "The account is made, but its recovery codes were lost: replace them.", { retryAfter, cause });
    }
  }

  #begin({ owner, tokens }: Signed): DiaryAccount {
    this.#wipe();
    this.#owner = owner;
    this.#session.use(tokens);
    return owner.account;
  }

  #wipe(): void {
    this.#search.clear();
    this.#owner?.wipe();
    this.#owner = null;
  }

  #signedIn(): Owner {
    if (!this.#owner) throw new DiaryError("UNAUTHENTICATED", "Nobody is signed in.");
    return this.#owner;
  }
}
