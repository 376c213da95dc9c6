import type { BlindIndex } from "../cryptography/blindIndex.js";
import { toBase64 } from "../cryptography/text.js";
import type { Entries } from "./entries.js";
import type { DiaryEntry, Page } from "./entryTypes.js";
import { DiaryProblem } from "./errors.js";

const pageSize = 50;
const tries = 3;
const longestName = 100; // as in UCE

/**
 * Renames a tag in an E2E account, whose server knows no names: every entry that carries it is edited. What was reached does not carry the
 * tag any more, so that the same call goes on wherever it was cut off.
 * @returns How many entries keep it: in the trash, or not to be vouched for by this client, or at their last version.
 * @throws {DiaryProblem} NOT_FOUND: no entry carries it. INVALID: the new name is empty or has more than 100 characters.
 */
export async function renameSealedTag(entries: Diary, index: BlindIndex, from: string, to: string): Promise<number> {
  const name = to.trim();
  if (name.length < 1 || name.length > longestName) throw refusal("INVALID", `must have 1 to ${longestName} characters.`, "to");
  const rename = renaming(index, from, name);
  let [found, kept] = [false, 0];
  for await (const entry of carriers(entries, from)) {
    found = true;
    if (await keepsIt(entries, entry, rename)) kept++;
  }
  if (!found) throw refusal("NOT_FOUND", "No entry carries this tag.", "from");
  return kept;
}

/** What of the diary's entries a rename needs. */
type Diary = Pick<Entries, "list" | "read" | "edit">;

type Rename = (tags: readonly string[]) => readonly string[] | null;

/** The new tag takes the first place of those that it stands for; null where there is nothing to do. */
function renaming(index: BlindIndex, from: string, to: string): Rename {
  const tokenOf = (name: string) => toBase64(index.tagToken(name));
  const [old, next] = [tokenOf(from), tokenOf(to)];
  return (tags) => {
    const tokens = tags.map(tokenOf);
    const place = tokens.findIndex((token) => token === old || token === next);
    const renamed = tags.flatMap((tag, i) => (tokens[i] !== old && tokens[i] !== next ? tag : i === place ? to : []));
    const isSame = renamed.length === tags.length && renamed.every((tag, i) => tag === tags[i]);
    return tokens.includes(old) && !isSame ? renamed : null;
  };
}

async function* carriers(entries: Diary, tag: string): AsyncGenerator<DiaryEntry> {
  for (const deleted of [false, true]) {
    let after: string | null = null;
    do {
      const { nodes, next }: Page<DiaryEntry> = await entries.list({ tags: [tag], deleted, first: pageSize, after });
      yield* nodes;
      after = next;
    } while (after !== null);
  }
}

async function keepsIt(entries: Diary, entry: DiaryEntry, rename: Rename, attempt: number = 1): Promise<boolean> {
  const { content, authenticated, deletedAt } = entry;
  if (!content || !authenticated) return true; // what is sealed anew is vouched for
  const tags = rename(content.tags ?? []);
  if (!tags) return false;
  if (deletedAt !== null) return true;
  try {
    await entries.edit(entry, { ...content, tags });
    return false;
  } catch (error) {
    const code = error instanceof DiaryProblem ? error.code : null;
    if (code === "LIMIT_REACHED") return true;
    if (code === "NOT_FOUND") return false; // purged meanwhile
    if (code !== "VERSION_CONFLICT" || attempt === tries) throw error;
    const current = await entries.read(entry.id);
    return current !== null && current.deletedAt === null && keepsIt(entries, current, rename, attempt + 1); // the trash is yet to come
  }
}

const refusal = (code: string, message: string, field: string): DiaryProblem => new DiaryProblem([{ code, message, field }]);
