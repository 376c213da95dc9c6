import assert from "node:assert/strict";
import { test } from "node:test";
import { BlobWriter, TextReader, ZipWriter } from "@zip.js/zip.js";
import { DiaryArchive } from "#dist/archive/diaryArchive.js";
import { idAfterPurge } from "#dist/diary/ids.js";
import { patiently } from "#dist/diary/jobs.js";
import { Transport } from "#dist/diary/transport.js";
import { DiaryError } from "@personal-diary/client";
import { failed } from "../kit/rejections.js";

const manifest = { format: "personal-diary", version: 1, files: "json", tier: "UCE", entryCount: 1 };
const entry = {
  id: "6d06b968-7b0f-4a52-9f43-24b4c4b3a3a1", source: "DIARY",
  versions: [{ version: 1, entryDate: "2026-11-23", timeZone: "Europe/Vienna", tags: ["winter"], content: { body: "Snow." } }],
};

async function zipped(files: Record<string, unknown>): Promise<Blob> {
  const zip = new ZipWriter(new BlobWriter(), { level: 0 });
  for (const [name, content] of Object.entries(files)) await zip.add(name, new TextReader(JSON.stringify(content)));
  return zip.close();
}

async function entriesOf(file: Blob) {
  const archive = await DiaryArchive.open(file);
  const entries = [];
  for await (const read of archive.entries()) entries.push(read);
  await archive.close();
  return entries;
}

test("an archive's entries are read, whatever lies beside them", async () => {
  const files = { "media/1.json": 1, "entries/2026/a.json": entry, "diary.json": manifest, "entries/2026/a.txt": "?" };
  assert.deepEqual(await entriesOf(await zipped(files)), [{
    id: entry.id, deletedAt: null,
    versions: [
      { version: 1, entryDate: "2026-11-23", timeZone: "Europe/Vienna", content: { body: "Snow.", tags: ["winter"] }, files: [] },
    ],
  }]);
});

test("what is no archive of this version, or damaged, is refused", async () => {
  const bad = [
    { "entries/a.json": entry },
    ...[{ format: "other" }, { version: 2 }, { files: "markdown" }, { tier: "X" }, { entryCount: "1" }].map((change) =>
      ({ "diary.json": { ...manifest, ...change } })),
    { "diary.json": [] },
    ...[{ id: 1 }, { versions: {} }, { versions: [{ ...entry.versions[0], content: {} }] }].map((change) =>
      ({ "diary.json": manifest, "entries/a.json": { ...entry, ...change } })),
  ];
  for (const files of bad) await assert.rejects(entriesOf(await zipped(files)), failed("BAD_ARCHIVE"), JSON.stringify(files));

  const whole = new Uint8Array(await (await zipped({ "diary.json": manifest, "entries/a.json": entry })).arrayBuffer());
  whole[Buffer.from(whole).indexOf("Snow.")] = 0x73;
  await assert.rejects(entriesOf(new Blob([whole])), failed("BAD_ARCHIVE"));
  await assert.rejects(entriesOf(new Blob([whole.subarray(0, 400)])), failed("BAD_ARCHIVE"));
});

test("an entry that was purged comes back under one other id", () => {
  assert.equal(idAfterPurge(entry.id), idAfterPurge(entry.id.toUpperCase()));
  assert.match(idAfterPurge(entry.id), /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test("where too much was asked, the same is asked again when the server says", async () => {
  const waited: number[] = [];
  let asked = 0;
  const limited = async () => {
    if (++asked < 3) throw new DiaryError("RATE_LIMITED", "Too many.", { retryAfter: asked });
    return "done";
  };
  assert.equal(await patiently(async (ms) => void waited.push(ms), limited), "done");
  assert.deepEqual(waited, [1_000, 2_000]);
  const refused = () => Promise.reject(new DiaryError("COST_EXCEEDED", "Too much."));
  await assert.rejects(patiently(async () => {}, refused), failed("COST_EXCEEDED"));
});

test("a file's link is followed on the diary's own server only", async () => {
  const asked: string[] = [];
  const transport = new Transport("https://diary.test/graphql", { fetch: async (url, init) => {
    asked.push(`${url} ${new Headers(init?.headers).get("authorization")}`);
    return new Response("zip");
  } });
  const headers = [{ name: "Authorization", value: "Bearer link" }];
  assert.equal(await (await transport.download({ url: "/files/1", headers })).text(), "zip");
  assert.deepEqual(asked, ["https://diary.test/files/1 Bearer link"]);
  assert.throws(() => transport.download({ url: "https://elsewhere.test/files/1", headers }), failed("UNTRUSTED"));
});

test("a file is sent again where no answer came, and why it was refused is told", async () => {
  const sent: string[] = [];
  const answers = [
    () => { throw new TypeError("fetch failed"); },
    () => Response.json({ id: "1" }),
    () => Response.json({ errors: [{ message: "Too large.", extensions: { code: "TOO_LARGE" } }] }, { status: 413 }),
    () => new Response("<html>", { status: 502 }),
  ];
  const transport = new Transport("https://diary.test/graphql", { wait: async () => {}, fetch: async (_url, init) => {
    sent.push(`${init?.method} ${await (init?.body as Blob).text()}`);
    return answers.shift()!();
  } });
  const upload = () => transport.upload("1", new Blob(["zip"]), "application/zip", "token");
  await upload();
  assert.deepEqual(sent, ["PUT zip", "PUT zip"]);
  await assert.rejects(upload, failed("TOO_LARGE"));
  await assert.rejects(upload, failed("PROTOCOL"));
});
