import type { AccountKeys } from "../cryptography/accountKeys.js";
import type { BlindIndex } from "../cryptography/blindIndex.js";
import { type Bytes, randomBytes, wipe } from "../cryptography/bytes.js";
import { fileHeaderLength, sealedChunkLength } from "../cryptography/sealedFile.js";
import { type Suite, tagLength } from "../cryptography/envelopeHeader.js";
import { openNote } from "../cryptography/sealedNote.js";
import { fromBase64, toBase64 } from "../cryptography/text.js";
import type { FileFragment } from "../generated/operations.js";
import type { DiaryFile } from "./fileTypes.js";

// E2E: encryptedMetadata is {"key": base64, "name": text}, sealed as a tag's name is, under a key of its own of the index root (suite 2).
// What the server brought in while nobody was signed in, such as an import's, is {"id", "key", "name"}, sealed to the account's public key
// as a note (suite 3).

/** What opens the files of an E2E account. */
export interface FileKeys {
  readonly accountId: string;
  readonly keys: AccountKeys;
  readonly index: BlindIndex;
}

/** What only the owner of an E2E file knows of it. */
export interface FileSecrets {
  readonly key: Bytes;
  readonly name: string | null;
  /** Who sealed it: the account itself (2), or the server or anyone else (3). */
  readonly suite: Suite;
}

/** Fresh secrets of a file, and how they are kept with it. */
export function newSecrets(index: BlindIndex, mediaId: string, name: string | null): { secrets: FileSecrets; metadata: string } {
  const key = randomBytes(32);
  const metadata = index.sealFileText(mediaId, JSON.stringify({ key: toBase64(key), name }));
  return { secrets: { key, name, suite: 2 }, metadata: toBase64(metadata) };
}

/** The secrets that are kept with a file; null where they are not what was sealed for it. */
export async function secretsOf(
  keys: FileKeys, { id, encryptedMetadata }: Pick<FileFragment, "id" | "encryptedMetadata">,
): Promise<FileSecrets | null> {
  const sealed = fromBase64(encryptedMetadata ?? "");
  if (!sealed) return null;
  const own = keys.index.openFileText(id, sealed);
  if (own !== null) return parse(own, 2);
  const note = await openNote(keys.keys, keys.accountId, sealed);
  return note === null ? null : parse(note, 3, id);
}

function parse(text: string, suite: Suite, id?: string): FileSecrets | null {
  try {
    const found = JSON.parse(text) as { id?: unknown; key?: unknown; name?: unknown };
    const key = typeof found.key === "string" ? fromBase64(found.key) : null;
    if (key?.length !== 32 || (id !== undefined && found.id !== id)) return null;
    return { key, name: typeof found.name === "string" ? found.name : null, suite };
  } catch {
    return null;
  }
}

/** A file as its owner sees it. */
export async function openFile(keys: FileKeys | null, file: FileFragment): Promise<DiaryFile> {
  const { id, state, contentType, width, height, createdAt } = file;
  const secrets = keys && (await secretsOf(keys, file));
  if (secrets) wipe(secrets.key);
  return {
    id, state, contentType, width, height, createdAt,
    name: keys ? (secrets?.name ?? null) : file.fileName,
    sizeBytes: keys ? secrets && plainLength(file.sizeBytes) : file.sizeBytes,
    authenticated: keys === null || secrets?.suite === 2,
  };
}

function plainLength(sealed: number): number {
  const chunks = sealed - fileHeaderLength;
  return chunks - Math.ceil(chunks / sealedChunkLength) * tagLength;
}
