// Exports, and what is brought in, against the running server.
import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { BlobReader, BlobWriter, TextReader, Uint8ArrayReader, Uint8ArrayWriter, ZipReader, ZipWriter } from "@zip.js/zip.js";
import { DiaryClient, type DiaryEntry, type EntryVersion, type Tier } from "@personal-diary/client";
import { failed, refused, signedUp, url } from "../kit/served.js";

const winter = {
  title: "Snow", body: "The first snow.", mood: "glad", tags: ["winter", "garden"], location: { name: "Vienna", latitude: 48.2 },
};
const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3);
const [wet, day, nextDay] = [{ body: "It has melted." }, "2026-11-23", "2026-11-24"];

/** An entry of three versions, two of them of another day, and one of one version that lies in the trash. */
async function lived(client: DiaryClient): Promise<{ kept: DiaryEntry; binned: DiaryEntry }> {
  const first = await client.entries.write(winter, { entryDate: day, timeZone: "Asia/Tokyo" });
  const moved = await client.entries.edit(first, wet, { entryDate: nextDay, timeZone: "Europe/Vienna" });
  const kept = await client.entries.restore(moved, 1);
  return { kept, binned: await client.entries.delete(await client.entries.write({ body: "Never mind." }, { entryDate: day })) };
}

const versionsOf = async (client: DiaryClient, id: string) =>
  (await client.entries.versions(id)).nodes
    .map(({ entryDate, content, authenticated }: EntryVersion) => ({ entryDate, content, authenticated }));

const bytesOf = async (client: DiaryClient, id: string) => new Uint8Array(await (await client.files.download(id)).arrayBuffer());

/** The same archive without one of its files. */
async function withoutOne(archive: Blob): Promise<Blob> {
  const [reader, writer] = [new ZipReader(new BlobReader(archive)), new ZipWriter(new BlobWriter())];
  let taken = false;
  for (const entry of await reader.getEntries()) {
    if (entry.directory) continue;
    if (!taken && /^media\/.*\.about\.json$/.test(entry.filename)) taken = true;
    else await writer.add(entry.filename, new Uint8ArrayReader(await entry.getData(new Uint8ArrayWriter())));
  }
  return writer.close();
}

const keysOf = (client: DiaryClient) => ({ accountId: client.account!.id, privateKey: client.exportPrivateKey() });

suite("an export of the E2E tier", () => {
  test("comes into another account with every version, its days and the trash, and comes in once", async () => {
    const [{ client: old }, { client: fresh }] = [await signedUp("E2E"), await signedUp("E2E", {}, { blindSearch: true })];
    const { kept, binned } = await lived(old);
    const zip = await old.archives.export();

    const steps: (number | null)[] = [];
    const from = keysOf(old);
    const dry = await fresh.archives.import(zip, { from, dryRun: true });
    assert.deepEqual(dry, { id: null, imported: 2, skipped: 0, failed: 0, problems: [], unvouched: 0 });
    assert.equal((await fresh.entries.statistics()).entryCount, 0);
    assert.deepEqual(await fresh.archives.import(zip, { from, onProgress: ({ done, total }) => steps.push(done, total) }), dry);
    assert.deepEqual(steps, [1, 2, 2, 2]);

    assert.deepEqual(await versionsOf(fresh, kept.id), await versionsOf(old, kept.id));
    const { timeZone, tags, deletedAt } = (await fresh.entries.read(kept.id))!;
    assert.deepEqual([timeZone, tags.map((t) => t.name), deletedAt], [kept.timeZone, winter.tags, null]);
    assert.notEqual((await fresh.entries.read(binned.id))!.deletedAt, null);
    assert.deepEqual((await fresh.search("snow")).hits.map(({ entry }) => entry.id), [kept.id]);
    assert.deepEqual(await fresh.archives.import(zip, { from }), { ...dry, imported: 0, skipped: 2 });
    assert.equal((await fresh.entries.read(kept.id))!.version, 3);
  });

  test("comes with its files, whoever sealed them, and again after a purge", async () => {
    const [{ client: old }, { client: fresh }, { client: uce }] = [await signedUp("E2E"), await signedUp("E2E"), await signedUp("UCE")];
    const large = Uint8Array.from({ length: 200_000 }, (_, i) => (i * 2_654_435_761) >>> 24);
    const [photo, film] = [
      await old.files.upload(new Blob([png]), { contentType: "image/png", name: "sea.png" }),
      await old.files.upload(new Blob([large]), { contentType: "application/x-film" }),
    ];
    const first = await old.entries.write({ body: "With a photo" }, { entryDate: day, files: [photo.id] });
    const entry = await old.entries.edit(first, { body: "With both" }, { files: [film.id, photo.id] });
    const zip = await old.archives.export();
    const from = keysOf(old);

    for (const client of [fresh, uce]) {
      assert.deepEqual((await client.archives.import(zip, { from })).problems, []);
      const { files } = (await client.entries.read(entry.id))!;
      assert.deepEqual(files.map((f) => [f.name, f.contentType, f.sizeBytes, f.authenticated]),
        [[null, "application/x-film", large.length, true], ["sea.png", "image/png", png.length, true]]);
      assert.deepEqual(await bytesOf(client, files[0]!.id), large);
      assert.deepEqual(await bytesOf(client, files[1]!.id), png);
    }

    await old.entries.purge(entry);
    assert.equal((await old.files.find(photo.id))!.state, "DELETED");
    assert.equal((await old.archives.import(zip)).imported, 1);
    const { files } = (await old.entries.list()).nodes[0]!;
    assert.deepEqual([await bytesOf(old, files[0]!.id), await bytesOf(old, files[1]!.id)], [large, png]);
    const spoilt = await withoutOne(zip);
    const { imported, problems } = await (await signedUp("E2E")).client.archives.import(spoilt, { from });
    assert.deepEqual([imported, problems.length, /do not fit: 1\.$/.test(problems[0] ?? "")], [1, 1, true]);
  });

  test("brings back what was purged, under another id, and leaves alone what is there", async () => {
    const { client } = await signedUp("E2E");
    const { kept } = await lived(client);
    const other = await client.entries.write({ body: "Stays." }, { entryDate: day });
    const zip = await client.archives.export({ includeHistory: false });
    await client.entries.purge(kept);
    assert.deepEqual(await client.archives.import(zip), { id: null, imported: 1, skipped: 2, failed: 0, problems: [], unvouched: 0 });
    assert.equal((await client.entries.read(kept.id)), null);
    assert.deepEqual((await client.entries.list()).nodes.map((e) => e.content?.body).toSorted(), [other.content!.body, winter.body]);
    assert.equal((await client.archives.import(zip)).skipped, 3);
  });

  test("cut off in the midst of an entry, goes on behind the version that was reached", async () => {
    const [{ client: old }, { client: fresh, tokens }] = [await signedUp("E2E"), await signedUp("E2E")];
    const { kept } = await lived(old);
    const zip = await old.archives.export();
    let edits = 0;
    const cut: typeof fetch = async (url, init) => {
      if (String(init?.body).includes("editEntry") && ++edits > 1) throw new TypeError("fetch failed");
      return fetch(url, init);
    };
    const halfway = new DiaryClient(url, { fetch: cut, wait: async () => {} });
    await halfway.resume({ tier: "E2E", tokens: tokens(), privateKey: fresh.exportPrivateKey() });
    await assert.rejects(halfway.archives.import(zip, { from: keysOf(old) }), failed("NETWORK"));
    assert.equal((await fresh.entries.read(kept.id))!.version, 2);
    assert.equal((await fresh.archives.import(zip, { from: keysOf(old) })).imported, 2);
    assert.deepEqual(await versionsOf(fresh, kept.id), await versionsOf(old, kept.id));
  });

  test("says which entries the given keys do not open, and writes none of them", async () => {
    const [{ client: old }, { client: fresh }] = [await signedUp("E2E"), await signedUp("E2E")];
    const { kept } = await lived(old);
    const { imported, failed: lost, problems } = await fresh.archives.import(await old.archives.export());
    assert.deepEqual([imported, lost], [0, 2]);
    assert.ok(problems.some((why) => why.startsWith(`Entry ${kept.id}:`)));
    assert.equal((await fresh.entries.statistics()).entryCount, 0);
  });

  test("comes into the UCE tier with its keys, and not without", async () => {
    const [{ client: old }, { client: fresh }] = [await signedUp("E2E"), await signedUp("UCE")];
    const { kept } = await lived(old);
    const zip = await old.archives.export();
    await assert.rejects(fresh.archives.import(zip), failed("KEYS_MISSING"));
    assert.equal((await fresh.archives.import(zip, { from: keysOf(old) })).imported, 2);
    assert.deepEqual(await versionsOf(fresh, kept.id), await versionsOf(old, kept.id));
  });

  test("is not made in Markdown", async () => {
    await assert.rejects((await signedUp("E2E")).client.archives.export({ format: "MARKDOWN" }), refused("TIER_MISMATCH"));
  });
});

suite("an export of the UCE tier", () => {
  test("comes into another account by the server, and is undone", async () => {
    const [{ client: old }, { client: fresh }] = [await signedUp("UCE"), await signedUp("UCE")];
    await lived(old);
    const zip = await old.archives.export();
    assert.deepEqual((await fresh.archives.import(zip, { dryRun: true })).imported, 2);
    const { id, imported, failed: lost } = await fresh.archives.import(zip);
    assert.deepEqual([imported, lost], [2, 0]);
    assert.deepEqual((await fresh.entries.list()).nodes.map((e) => e.content?.title), [winter.title]);
    await fresh.archives.undo(id!);
    assert.equal((await fresh.entries.statistics()).entryCount, 0);
  });

  test("comes into the E2E tier sealed here, so that the server sees no text", async () => {
    const [{ client: old }, sent] = [await signedUp("UCE"), [] as string[]];
    const { kept } = await lived(old);
    const photo = await old.files.upload(new Blob([png]), { contentType: "image/png", name: "sea.png" });
    await old.entries.edit((await old.entries.read(kept.id))!, null, { files: [photo.id] });
    const zip = await old.archives.export();
    const { client: fresh } = await signedUp("E2E", {}, { fetch: (url, init) => (sent.push(String(init?.body)), fetch(url, init)) });
    assert.equal((await fresh.archives.import(zip)).imported, 2);
    assert.deepEqual(await versionsOf(fresh, kept.id), await versionsOf(old, kept.id));
    const { files: [file] } = (await fresh.entries.read(kept.id))!;
    assert.deepEqual([file!.name, file!.authenticated, await bytesOf(fresh, file!.id)], ["sea.png", true, png]);
    assert.ok(sent.every((body) => !body.includes("snow") && !body.includes("melted")));
  });

  test("in Markdown, or of something else, is no archive", async () => {
    const { client } = await signedUp("UCE");
    await lived(client);
    const markdown = await client.archives.export({ format: "MARKDOWN" });
    for (const file of [markdown, markdown.slice(0, 200), new Blob(["{}"])]) {
      await assert.rejects(client.archives.import(file), failed("BAD_ARCHIVE"));
    }
  });
});

for (const tier of ["UCE", "E2E"] as const satisfies Tier[]) {
  test(`a journal of Day One's comes into the ${tier} tier by the server`, async () => {
    const { client } = await signedUp(tier);
    const rain = {
      uuid: "A1", creationDate: "2026-11-23T10:00:00Z", timeZone: "Europe/Vienna", text: "# Rain\n\nAll day.",
      photos: [{ md5: "aa", type: "png" }],
    };
    const zip = new ZipWriter(new BlobWriter());
    await zip.add("Journal.json", new TextReader(JSON.stringify({ metadata: { version: "1.0" }, entries: [rain] })));
    await zip.add("photos/aa.png", new Uint8ArrayReader(png));
    const { imported, problems } = await client.archives.import(await zip.close(), { kind: "DAY_ONE" });
    assert.deepEqual([imported, problems], [1, []]);
    const { content, authenticated, files } = (await client.entries.list()).nodes[0]!;
    assert.deepEqual([content?.title, content?.body.trim(), authenticated], ["Rain", "All day.", tier === "UCE"]);
    assert.deepEqual(
      files.map((f) => [f.state, f.contentType, f.name, f.sizeBytes, f.authenticated]),
      [["READY", "image/png", null, png.length, tier === "UCE"]]);
    assert.deepEqual(await bytesOf(client, files[0]!.id), png);
  });
}
