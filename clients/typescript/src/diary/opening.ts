import type { ChangesQuery, TagsFragment, WholeEntryFragment, WholeRevisionFragment } from "../generated/operations.js";
import type { ContentBox } from "./contentBox.js";
import type { DiaryChange, DiaryEntry, EntryTag, EntryVersion, Page } from "./entryTypes.js";
import { DiaryError } from "./errors.js";

type ChangeEdge = ChangesQuery["changes"]["edges"][number];

/** An entry, with its content and tags opened. */
export async function openEntry(box: ContentBox, { content, tags, media, ...rest }: WholeEntryFragment): Promise<DiaryEntry> {
  const opened = await box.open(rest.id, rest.version, content, tags);
  return { ...rest, ...opened, tags: openTags(box, tags), files: await Promise.all(media.map((file) => box.openFile(file))) };
}

/** A version of an entry, likewise. */
export async function openVersion(
  box: ContentBox,
  entryId: string,
  { content, tags, ...rest }: WholeRevisionFragment,
): Promise<EntryVersion> {
  return { ...rest, ...(await box.open(entryId, rest.version, content, tags)), tags: openTags(box, tags) };
}

/**
 * What happened, with the entry as it stands now.
 * @throws {DiaryError} UNTRUSTED: it is another entry.
 */
export async function openChange(box: ContentBox, { cursor, node }: ChangeEdge): Promise<DiaryChange> {
  const { entryId, version, kind, entry } = node;
  if (entry && entry.id !== entryId) throw new DiaryError("UNTRUSTED", "The server answered with another entry.");
  return { entryId, version, kind, entry: entry && (await openEntry(box, entry)), cursor };
}

/** Tags with their names. */
export const openTags = (box: ContentBox, tags: readonly TagsFragment[]): EntryTag[] =>
  tags.map((tag) => ({ name: box.nameOf(tag), token: tag.token, auto: tag.auto, entryCount: tag.entryCount }));

/** A connection as a page. */
export async function pageOf<From, To>(
  connection: { readonly nodes: readonly From[]; readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null } },
  open: (node: From) => To | Promise<To>,
): Promise<Page<To>> {
  const { hasNextPage, endCursor } = connection.pageInfo;
  return { nodes: await Promise.all(connection.nodes.map(open)), next: hasNextPage ? endCursor : null };
}
