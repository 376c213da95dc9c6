import { type Content, decodeContent, encodeContent } from "../content.js";
import type { AccountKeys } from "../cryptography/accountKeys.js";
import type { BlindIndex } from "../cryptography/blindIndex.js";
import { equalBytes, wipe } from "../cryptography/bytes.js";
import { openEnvelope, sealEnvelope } from "../cryptography/envelope.js";
import { openNote } from "../cryptography/sealedNote.js";
import { fromBase64, toBase64 } from "../cryptography/text.js";
import type {
  ContentsFragment, EntryContentInput, EntryFilter, FileFragment, SealedTagInput, TagsFragment,
} from "../generated/operations.js";
import type { ContentBox, OpenedContent, SealOptions } from "./contentBox.js";
import { keysMissing } from "./errors.js";
import { type FileKeys, openFile } from "./fileSecrets.js";
import type { DiaryFile } from "./fileTypes.js";

const searchFields = ["title", "body"] as const;
const nothing: OpenedContent = { content: null, authenticated: false };

/** E2E: this client seals and opens; the server has bytes. */
export class SealedBox implements ContentBox {
  readonly #keys: AccountKeys;
  readonly #index: BlindIndex;
  readonly #accountId: string;

  constructor(keys: AccountKeys, index: BlindIndex, accountId: string) {
    [this.#keys, this.#index, this.#accountId] = [keys, index, accountId];
  }

  async seal(entryId: string, version: number, content: Content, options: SealOptions): Promise<EntryContentInput> {
    const plaintext = encodeContent(content);
    const envelope = await sealEnvelope(this.#keys, { accountId: this.#accountId, entryId, version }, plaintext);
    wipe(plaintext);
    return {
      sealed: {
        envelope: toBase64(envelope),
        tags: this.#tags(content.tags ?? []),
        searchTokens: this.#terms(options),
        fingerprint: toBase64(this.#index.fingerprint(content.body)),
      },
    };
  }

  async open(entryId: string, version: number, content: ContentsFragment): Promise<OpenedContent> {
    if (content.__typename !== "SealedContent") return nothing;
    const { sealedAtVersion } = content;
    const envelope = fromBase64(content.envelope);
    if (!envelope || !Number.isInteger(sealedAtVersion) || sealedAtVersion < 1 || sealedAtVersion > version) return nothing;
    const expected = { accountId: this.#accountId, entryId, version: sealedAtVersion };
    const opened = await openEnvelope(this.#keys, expected, envelope);
    if (!opened) return nothing;
    const text = decodeContent(opened.plaintext);
    wipe(opened.plaintext);
    return text ? { content: text, authenticated: opened.authenticated } : nothing;
  }

  nameOf({ token, name: plain, sealedName, auto }: TagsFragment): string | null {
    if (auto) return plain;
    const [tokenBytes, nameBytes] = [fromBase64(token), fromBase64(sealedName ?? "")];
    const name = tokenBytes && nameBytes && this.#index.openTagName(tokenBytes, nameBytes);
    // Whoever has the key may have sealed any name beside the token; only its own counts.
    return name !== null && equalBytes(this.#index.tagToken(name), tokenBytes!) ? name : null;
  }

  get fileKeys(): FileKeys {
    return { accountId: this.#accountId, keys: this.#keys, index: this.#index };
  }

  openFile(file: FileFragment): Promise<DiaryFile> {
    return openFile(this.fileKeys, file);
  }

  filterByTags(names: readonly string[]): EntryFilter {
    return { tagTokens: names.map((name) => toBase64(this.#index.tagToken(name))) };
  }

  async openNote(plain: string, sealed: string | null): Promise<string | null> {
    const bytes = sealed === null ? null : fromBase64(sealed);
    return bytes ? openNote(this.#keys, this.#accountId, bytes) : plain;
  }

  #tags(names: readonly string[]): SealedTagInput[] {
    const tags = names.map((name) => this.#index.sealTagName(name));
    const byToken = new Map(tags.map(({ token, sealedName }) => [toBase64(token), toBase64(sealedName)]));
    return Array.from(byToken, ([token, sealedName]) => ({ token, sealedName }));
  }

  /** Sorted: in the order of the text they would tell which words stand together. */
  #terms({ stems = {}, entryDate, source = "DIARY" }: SealOptions): string[] {
    const words = searchFields.flatMap((field) => (stems[field] ?? []).map((stem) => ({ field, stem })));
    if (words.length === 0) return [];
    if (!entryDate) throw new RangeError("Search tokens need the entry's day.");
    return [...new Set(words.map(({ field, stem }) => toBase64(this.#index.searchTerm(source, entryDate, field, stem))))].sort();
  }
}

/** E2E, signed in on a device that does not have the account's keys: nothing opens, nothing can be written. */
export const closedBox: ContentBox = {
  seal: () => Promise.reject(keysMissing()),
  open: async () => nothing,
  nameOf: ({ name, auto }) => (auto ? name : null),
  get fileKeys(): FileKeys {
    throw keysMissing();
  },
  openFile: async (file) => ({ ...(await openFile(null, file)), name: null, sizeBytes: null, authenticated: false }),
  filterByTags: () => {
    throw keysMissing();
  },
  openNote: async (plain, sealed) => (sealed === null ? plain : null),
};
