import type { FileFragment } from "../generated/operations.js";

/** A photo or another file of the diary. */
export interface DiaryFile extends Pick<FileFragment, "id" | "state" | "contentType" | "width" | "height" | "createdAt"> {
  /** As its owner named it; null where it has no name, or that does not open. */
  readonly name: string | null;
  /** Of the file itself; null where its key does not open. */
  readonly sizeBytes: number | null;
  /** E2E: false where the server or anyone else could have sealed it, such as what an import brought. */
  readonly authenticated: boolean;
}

/** How far a file has come. */
export interface FileProgress {
  /** Bytes, as they go over the network. */
  readonly done: number;
  readonly total: number;
}

/** What sending or fetching needs of its surroundings. */
export interface FileWork {
  /** Is told now and then how far it has come. */
  readonly onProgress?: (progress: FileProgress) => void;
  /** Ends it; what was sent stays for a day, and the same upload goes on from there. */
  readonly signal?: AbortSignal;
}

/** A file that is being sent. */
export interface NewFile extends FileWork {
  /** Fresh unless given. The same file sent again under one id goes on where it was broken off, and is kept once. */
  readonly id?: string;
  /** Such as image/jpeg. */
  readonly contentType: string;
  readonly name?: string;
}
