// Renaming a tag by editing, where entries change meanwhile, or are not this client's to seal anew.
import assert from "node:assert/strict";
import { test } from "node:test";
import { type DiaryEntry, DiaryError, DiaryProblem } from "@personal-diary/client";
import { BlindIndex } from "@personal-diary/client/cryptography";
import { renameSealedTag } from "#dist/diary/sealedTags.js";
import { ada, adasKeys } from "../kit/samples.js";

const index = new BlindIndex(adasKeys(), ada);
const walk = { body: "A walk.", tags: ["dog", "walk"] };

const entry = (id: string, more: Partial<DiaryEntry> = {}): DiaryEntry => ({
  id, version: 1, entryDate: "2026-11-23", timeZone: "UTC", source: "DIARY", createdAt: "", updatedAt: "", deletedAt: null, purgeAt: null,
  content: walk, authenticated: true, tags: [], files: [], ...more,
});

/** Some entries that the server lists, and what was asked of them. Edits are as `refusals` says, in turn, and then accepted. */
function diaryOf(listed: DiaryEntry[], refusals: Error[] = [], current: DiaryEntry | null = null) {
  const edits: [string, number, readonly string[] | undefined][] = [];
  return {
    edits,
    list: async ({ deleted = false }: { deleted?: boolean } = {}) =>
      ({ nodes: listed.filter((one) => (one.deletedAt !== null) === deleted), next: null }),
    read: async () => current,
    edit: async (one: Pick<DiaryEntry, "id" | "version">, content: DiaryEntry["content"]) => {
      edits.push([one.id, one.version, content?.tags]);
      const refusal = refusals.shift();
      if (refusal) throw refusal;
      return entry(one.id, { version: one.version + 1, content });
    },
  };
}

const refusal = (code: string) => new DiaryProblem([{ code, message: "Refused.", field: null }]);
const rename = (diary: ReturnType<typeof diaryOf>, from = "walk", to = "stroll") => renameSealedTag(diary, index, from, to);

test("what does not open, and what this account's client did not seal, is not sealed anew", async () => {
  const diary = diaryOf([entry("1", { content: null, authenticated: false }), entry("2", { authenticated: false }), entry("3")]);
  assert.equal(await rename(diary), 2);
  assert.deepEqual(diary.edits, [["3", 1, ["dog", "stroll"]]]);
});

test("what lies in the trash is counted and left there", async () => {
  const diary = diaryOf([entry("1", { deletedAt: "2026-11-23T10:15:30.123Z" })]);
  assert.deepEqual([await rename(diary), diary.edits], [1, []]);
});

test("an entry that does not carry the tag, whatever the server says, stays as it is", async () => {
  const diary = diaryOf([entry("1", { content: { body: "", tags: ["stroll"] } }), entry("2", { content: { body: "" } })]);
  assert.deepEqual([await rename(diary), diary.edits], [0, []]);
});

test("both names become one, in the place of the first", async () => {
  const diary = diaryOf([entry("1", { content: { body: "", tags: ["Stroll", "dog", "WALK"] } })]);
  await rename(diary);
  assert.deepEqual(diary.edits, [["1", 1, ["stroll", "dog"]]]);
});

test("an entry that changed meanwhile is renamed as it stands now", async () => {
  const diary = diaryOf([entry("1")], [refusal("VERSION_CONFLICT")], entry("1", { version: 5, content: { body: "new", tags: ["walk"] } }));
  assert.equal(await rename(diary), 0);
  assert.deepEqual(diary.edits, [["1", 1, ["dog", "stroll"]], ["1", 5, ["stroll"]]]);
});

test("an entry that changes again and again is given up, and the refusal told", async () => {
  const diary = diaryOf([entry("1")], Array.from({ length: 9 }, () => refusal("VERSION_CONFLICT")), entry("1"));
  await assert.rejects(rename(diary), (error: unknown) => error instanceof DiaryProblem && error.code === "VERSION_CONFLICT");
  assert.equal(diary.edits.length, 3);
});

test("one that is purged meanwhile is done, one at its last version keeps the name, and the rest goes on", async () => {
  const diary = diaryOf([entry("1"), entry("2"), entry("3")], [refusal("NOT_FOUND"), refusal("LIMIT_REACHED")]);
  assert.equal(await rename(diary), 1);
  assert.deepEqual(diary.edits.map(([id]) => id), ["1", "2", "3"]);
});

test("what cuts it off is told, to go on later", async () => {
  const diary = diaryOf([entry("1"), entry("2")], [new DiaryError("RATE_LIMITED", "Later.", { retryAfter: 1 })]);
  await assert.rejects(rename(diary), (error: unknown) => error instanceof DiaryError && error.retryAfter === 1);
  assert.equal(await rename(diary), 0);
  assert.deepEqual(diary.edits.map(([id]) => id), ["1", "1", "2"]);
});
