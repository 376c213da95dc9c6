import { AccountKeys } from "../cryptography/accountKeys.js";
import { BlindIndex } from "../cryptography/blindIndex.js";
import { fromBase64 } from "../cryptography/text.js";
import type { OwnerFragment, Tier } from "../generated/operations.js";
import type { ContentBox } from "./contentBox.js";
import { DiaryError, keysMissing } from "./errors.js";
import { PlainBox } from "./plainBox.js";
import { SealedBox, closedBox } from "./sealedBox.js";

/** The account that is signed in, and what opens its contents. */
export class Owner {
  readonly account: OwnerFragment;
  readonly box: ContentBox;
  readonly #keys: AccountKeys | null;
  readonly #index: BlindIndex | null;

  /**
   * @param keys E2E: the account's pair, or null where this device does not have it. They are this owner's to wipe.
   * @param index The tokens under these keys, where they were made before.
   * @throws {DiaryError} UNTRUSTED: the account is of another tier than the caller's, or has another public key than the pair.
   */
  constructor(account: OwnerFragment, tier: Tier, keys: AccountKeys | null, index: BlindIndex | null = null) {
    if (account.tier !== tier) throw new DiaryError("UNTRUSTED", `The server names an account of the ${account.tier} tier.`);
    const publicKey = fromBase64(account.publicKey);
    if (keys && !(publicKey && keys.matches(publicKey))) {
      throw new DiaryError("UNTRUSTED", "The server names another public key than the account's.");
    }
    this.account = account;
    this.#keys = keys;
    this.#index = keys && (index ?? new BlindIndex(keys, account.id));
    this.box = tier === "UCE" ? new PlainBox() : keys ? new SealedBox(keys, this.#index!, account.id) : closedBox;
  }

  /** The account's pair, to wrap it or to hand it to another device. */
  get keys(): AccountKeys {
    if (!this.#keys) throw keysMissing();
    return this.#keys;
  }

  /** The tokens under the account's keys. */
  get index(): BlindIndex {
    if (!this.#index) throw keysMissing();
    return this.#index;
  }

  /** Whether this device has the account's keys. */
  get hasKeys(): boolean {
    return this.#keys !== null;
  }

  /** The same account, as the server describes it now. The keys go over to it, and stay good for whoever is still at work with this one. */
  as(account: OwnerFragment): Owner {
    if (account.id !== this.account.id) throw new DiaryError("UNTRUSTED", "The server names another account.");
    return new Owner(account, this.account.tier, this.#keys, this.#index);
  }

  /** Zeroes the keys. */
  wipe(): void {
    this.#index?.wipe();
    this.#keys?.wipe();
  }
}
