export { type Content, type Location, type Weather, decodeContent, encodeContent } from "./content.js";
export type { Archives, ExportOptions, ImportOptions, ImportOutcome } from "./diary/archives.js";
export type { AuditRecord } from "./diary/auditLog.js";
export type { PasswordChange, Settings } from "./diary/accountCommands.js";
export { type DiaryAccount, DiaryClient, type DiaryClientOptions, type KeptSession } from "./diary/client.js";
export type { WriteOptions } from "./diary/contentBox.js";
export type { ServerParameters } from "./diary/credentials.js";
export type { Entries, EntryChange, EntryList, EntryReference, NewEntry } from "./diary/entries.js";
export type {
  CalendarDay, ChangePage, DiaryChange, DiaryEntry, DiaryStatistics, EntryEvent, EntryTag, EntryVersion, Page, PageOptions, TagRename,
} from "./diary/entryTypes.js";
export { DiaryError, DiaryProblem, type Problem } from "./diary/errors.js";
export type { Files } from "./diary/files.js";
export type { DiaryFile, FileProgress, FileWork, NewFile } from "./diary/fileTypes.js";
export { newId } from "./diary/ids.js";
export type { LongWork, Progress } from "./diary/jobs.js";
export type { SearchFilter, SearchHit, SearchOptions, SearchPage } from "./diary/searchTypes.js";
export type { SessionTokens } from "./diary/session.js";
export type { DiarySession, Sessions } from "./diary/sessions.js";
export type { Credentials, NewAccount, Recovery, SignIn } from "./diary/signing.js";
export { UnsafeKdfError } from "./cryptography/kdfParameters.js";
export type { Language } from "./search/languages.js";
export { type ErasureReceipt, type ReceiptKeys, verifyReceipt } from "./receipt.js";
export type { EntryEventKind, EntryOrder, EntrySource, Tier } from "./generated/operations.js";
