import type { BlindIndex } from "../cryptography/blindIndex.js";
import { type Bytes, randomBytes } from "../cryptography/bytes.js";
import { fileHeaderLength, sealedChunkLength } from "../cryptography/sealedFile.js";
import { tagLength } from "../cryptography/envelopeHeader.js";
import { fromBase64, toBase64 } from "../cryptography/text.js";
import type { FileFragment } from "../generated/operations.js";
import type { DiaryFile } from "./fileTypes.js";

// E2E: encryptedMetadata is {"key": base64, "name": text}, sealed as a tag's name is, under a key of its own of the index root.

/** What only the owner of an E2E file knows of it. */
export interface FileSecrets {
  readonly key: Bytes;
  readonly name: string | null;
}

/** Fresh secrets of a file, and how they are kept with it. */
export function newSecrets(index: BlindIndex, mediaId: string, name: string | null): { secrets: FileSecrets; metadata: string } {
  const key = randomBytes(32);
  return { secrets: { key, name }, metadata: toBase64(index.sealFileText(mediaId, JSON.stringify({ key: toBase64(key), name }))) };
}

/** The secrets that are kept with a file; null where they are not what the account sealed for it. */
export function secretsOf(index: BlindIndex, { id, encryptedMetadata }: FileFragment): FileSecrets | null {
  const sealed = fromBase64(encryptedMetadata ?? "");
  const text = sealed && index.openFileText(id, sealed);
  if (text === null) return null;
  try {
    const { key, name } = JSON.parse(text) as { key?: unknown; name?: unknown };
    const bytes = typeof key === "string" ? fromBase64(key) : null;
    return bytes?.length === 32 ? { key: bytes, name: typeof name === "string" ? name : null } : null;
  } catch {
    return null;
  }
}

/** A file as its owner sees it. */
export function openFile(index: BlindIndex | null, file: FileFragment): DiaryFile {
  const { id, state, contentType, width, height, createdAt } = file;
  const secrets = index && secretsOf(index, file);
  return {
    id, state, contentType, width, height, createdAt,
    name: index ? (secrets?.name ?? null) : file.fileName,
    sizeBytes: index ? secrets && plainLength(file.sizeBytes) : file.sizeBytes,
  };
}

function plainLength(sealed: number): number {
  const chunks = sealed - fileHeaderLength;
  return chunks - Math.ceil(chunks / sealedChunkLength) * tagLength;
}
