import type { Entry, FileEntry, ZipReader } from "@zip.js/zip.js";
import { type Content, asContent, present } from "../content.js";
import { DiaryError } from "../diary/errors.js";
import type { Tier } from "../generated/operations.js";
import { type Fields, asFields, asList, asNumber, asText, optional, readJson } from "../reading.js";

/** A content that only its account's keys open. */
export interface ArchivedEnvelope {
  /** Base64. */
  readonly envelope: string;
  readonly sealedAtVersion: number;
}

/** How an entry stood at one version. */
export interface ArchivedVersion {
  readonly version: number;
  /** yyyy-mm-dd. */
  readonly entryDate: string;
  readonly timeZone: string;
  /** A text with its tags, or sealed. */
  readonly content: Content | ArchivedEnvelope;
  /** Ids of its files, in their order. */
  readonly files: readonly string[];
}

/** A photo or another file. */
export interface ArchivedFile {
  readonly id: string;
  readonly contentType: string;
  readonly fileName: string | null;
  /** E2E: what its client sealed of it, in base64; its bytes are sealed, too. */
  readonly encryptedMetadata: string | null;
  readonly bytes: Blob;
}

/** An entry with its versions, oldest first. */
export interface ArchivedEntry {
  readonly id: string;
  /** When it was put into the trash; null where it was not. */
  readonly deletedAt: string | null;
  readonly versions: readonly ArchivedVersion[];
}

const largestFile = 256 * 1024 * 1024; // characters beyond twice that make no JavaScript string
const aboutIt = ".about.json";
const badArchive = (message: string, cause?: unknown) => new DiaryError("BAD_ARCHIVE", message, { cause });

/** A diary's export in JSON, read file by file, whatever its size: docs/archives.md says what it holds. */
export class DiaryArchive {
  readonly tier: Tier;
  readonly entryCount: number;
  readonly #zip: ZipReader<Blob>;
  #files: Map<string, FileEntry> | null = null;

  private constructor(zip: ZipReader<Blob>, { format, version, files, tier, entryCount }: Fields) {
    if (format !== "personal-diary") throw badArchive("The file is no export of a diary.");
    if (version !== 1) throw badArchive("The export is of a version that this client does not know.");
    if (files !== "json") throw badArchive("Only an export in JSON can be brought back.");
    if (tier !== "UCE" && tier !== "E2E") throw badArchive("The export names no tier.");
    [this.#zip, this.tier, this.entryCount] = [zip, tier, asNumber(entryCount)];
  }

  /** @throws {DiaryError} BAD_ARCHIVE: it is no ZIP, or not of a diary's export in JSON. */
  static async open(file: Blob): Promise<DiaryArchive> {
    const { BlobReader, ZipReader, configure } = await import("@zip.js/zip.js");
    configure({ useWebWorkers: false });
    const zip = new ZipReader(new BlobReader(file), { checkSignature: true });
    return reading(async () => {
      for await (const entry of zip.getEntriesGenerator()) {
        if (entry.filename === "diary.json" && !entry.directory) return new DiaryArchive(zip, await fieldsOf(entry));
      }
      throw badArchive("The file is no export of a diary.");
    });
  }

  /**
   * Every entry, in the order of the file.
   * @throws {DiaryError} BAD_ARCHIVE: a file in it is damaged, or not what it should be.
   */
  async *entries(): AsyncGenerator<ArchivedEntry> {
    const files = this.#zip.getEntriesGenerator();
    for (;;) {
      const { done, value } = await reading(() => files.next());
      if (done) return;
      if (isEntry(value)) yield await reading(async () => asEntry(await fieldsOf(value)));
    }
  }

  /** A file of some version; null where it is not there, or damaged. */
  async file(id: string): Promise<ArchivedFile | null> {
    this.#files ??= await reading(() => this.#findFiles());
    const [file, about] = [this.#files.get(id), this.#files.get(`${id}${aboutIt}`)];
    if (!file || !about) return null;
    const { BlobWriter } = await import("@zip.js/zip.js");
    try {
      const { contentType, fileName, encryptedMetadata } = await fieldsOf(about);
      return {
        id,
        contentType: asText(contentType),
        fileName: optional(fileName, asText) ?? null,
        encryptedMetadata: optional(encryptedMetadata, asText) ?? null,
        bytes: await file.getData(new BlobWriter()),
      };
    } catch {
      return null;
    }
  }

  /** By the ids in their names, and the same of what is said about them. */
  async #findFiles(): Promise<Map<string, FileEntry>> {
    const files = new Map<string, FileEntry>();
    for await (const file of this.#zip.getEntriesGenerator()) {
      const name = /^media\/.*?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:\.[^./]+)?(\.about\.json)?$/.exec(file.filename);
      if (name && !file.directory) files.set(`${name[1]}${name[2] ?? ""}`, file);
    }
    return files;
  }

  /** Lets go of the file. */
  async close(): Promise<void> {
    await this.#zip.close();
  }
}

const isEntry = (file: Entry): file is FileEntry => !file.directory && /^entries\/.+\.json$/.test(file.filename);

async function fieldsOf(file: FileEntry): Promise<Fields> {
  const { Uint8ArrayWriter } = await import("@zip.js/zip.js");
  if (file.uncompressedSize > largestFile) throw badArchive("An entry of the export is larger than this client reads.");
  return asFields(readJson(await file.getData(new Uint8ArrayWriter())));
}

const asEntry = ({ id, deletedAt, versions }: Fields): ArchivedEntry => ({
  id: asText(id),
  deletedAt: optional(deletedAt, asText) ?? null,
  versions: asList(versions).map((version) => asVersion(asFields(version))),
});

function asVersion({ version, entryDate, timeZone, content, tags, media }: Fields): ArchivedVersion {
  const fields = asFields(content);
  const { envelope, sealedAtVersion } = fields;
  return {
    version: asNumber(version),
    entryDate: asText(entryDate),
    timeZone: asText(timeZone),
    files: optional(media, (list) => asList(list).map(asText)) ?? [],
    content: envelope === undefined
      ? present({ ...asContent(fields), tags: optional(tags, (list) => asList(list).map(asText)) })
      : { envelope: asText(envelope), sealedAtVersion: asNumber(sealedAtVersion) },
  };
}

async function reading<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw error instanceof DiaryError ? error : badArchive("The export is damaged.", error);
  }
}
