import type { AccountKeys } from "./accountKeys.js";
import { type Bytes, concat, utf8, wipe } from "./bytes.js";
import { foldedBody, foldedName } from "./foldedText.js";
import { hkdf, hmacSha256 } from "./hashing.js";
import { labels } from "./labels.js";
import { quarterOf } from "./quarter.js";
import { openName, sealName } from "./sealedName.js";
import { idBytes } from "./text.js";

// Keys of 32 bytes, each HKDF(index root, label, 32). term: first 9 bytes of the HMAC; tag and mood: first 16; fingerprint: all 32.
// Equality is all that a token tells, and only under one key: of one quarter and source for terms, of the account for the rest.

/** The part of an entry that a search term is from. */
export type SearchField = "title" | "body";

/** Makes the tokens by which an account's sealed entries are found and compared. */
export class BlindIndex {
  readonly #accountId: string;
  readonly #root: Bytes;
  readonly #keys = new Map<string, Bytes>();
  #wiped = false;

  constructor(keys: AccountKeys, accountId: string) {
    this.#accountId = accountId;
    this.#root = keys.indexRoot();
  }

  /** A tag's token, 16 bytes: the same for the same name, whatever its case and the white space around it. */
  tagToken(name: string): Bytes {
    return this.#hmac(labels.tag, foldedName(name)).slice(0, 16);
  }

  /** A mood's token, 16 bytes. */
  moodToken(name: string): Bytes {
    return this.#hmac(labels.tag, concat(labels.moodPrefix, foldedName(name))).slice(0, 16);
  }

  /** Recognises a text that is already here, whatever its white space; 32 bytes. */
  fingerprint(body: string): Bytes {
    return this.#hmac(labels.fingerprint, foldedBody(body));
  }

  /**
   * A search term's token, 9 bytes (12 characters of base64).
   * @param source Where the entry is from, as "DIARY" or "FACEBOOK": capital letters, digits and underscores.
   * @param entryDate The entry's day, whose quarter chooses the key.
   * @param stem The word as the stemmer left it; taken as it is.
   * @throws {RangeError} The source has other characters, or the day is none.
   */
  searchTerm(source: string, entryDate: string, field: SearchField, stem: string): Bytes {
    if (!/^[A-Z0-9_]+$/.test(source)) throw new RangeError("A source is capital letters, digits and underscores.");
    const label = utf8(`${labels.indexPrefix}${source}.${quarterOf(entryDate)}`);
    return this.#hmac(label, concat(utf8(field), Uint8Array.of(0), utf8(stem))).slice(0, 9);
  }

  /** Seals a tag's name as it was written, to stand beside its token. */
  sealTagName(name: string): { token: Bytes; sealedName: Bytes } {
    const token = this.tagToken(name);
    return { token, sealedName: sealName(this.#keyOf(labels.tagName), this.#accountId, token, name) };
  }

  /** Gives a tag's name; null where it was sealed for another account or token, or is not as it was sealed. */
  openTagName(token: Uint8Array, sealedName: Uint8Array): string | null {
    return openName(this.#keyOf(labels.tagName), this.#accountId, token, sealedName);
  }

  /** Seals what only the owner is to know of a file, bound to the account and the file; at most 1,023 bytes in UTF-8. */
  sealFileText(mediaId: string, text: string): Bytes {
    return sealName(this.#keyOf(labels.mediaName), this.#accountId, idBytes(mediaId), text);
  }

  /** Gives that; null where it was sealed for another account or file, or is not as it was sealed. */
  openFileText(mediaId: string, sealed: Uint8Array): string | null {
    return openName(this.#keyOf(labels.mediaName), this.#accountId, idBytes(mediaId), sealed);
  }

  /** Zeroes the root and every derived key. Every later use throws. */
  wipe(): void {
    this.#wiped = true;
    wipe(this.#root, ...this.#keys.values());
    this.#keys.clear();
  }

  #hmac(label: Uint8Array, message: Uint8Array): Bytes {
    return hmacSha256(this.#keyOf(label), message);
  }

  #keyOf(label: Uint8Array): Bytes {
    if (this.#wiped) throw new Error("The index was wiped.");
    const name = String.fromCharCode(...label);
    let key = this.#keys.get(name);
    if (!key) this.#keys.set(name, (key = hkdf(this.#root, label, 32)));
    return key;
  }
}
