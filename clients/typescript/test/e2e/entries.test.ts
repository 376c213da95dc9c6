// The life of entries, in both tiers alike, against the running server.
import assert from "node:assert/strict";
import { before, suite, test } from "node:test";
import { type Content, type DiaryClient, DiaryProblem, type ReceiptKeys, newId, verifyReceipt } from "@personal-diary/client";
import { failed, refused, signedUp, url } from "../kit/served.js";

const entryDate = "2026-11-23";
const full: Content = {
  title: "Schnee ❄",
  body: "Der erste Schnee.\nNebel über dem See. \"</b> 😀",
  mood: "froh",
  location: { name: "Hallstatt", latitude: 47.5622, longitude: 13.6493 },
  weather: { condition: "Nebel", temperatureC: -3.5 },
  tags: ["Winter", "See"],
};

for (const tier of ["UCE", "E2E"] as const) {
  suite(`entries of the ${tier} tier`, () => {
    let client: DiaryClient;
    before(async () => ({ client } = await signedUp(tier)));

    test("a content comes back as it was written, whole", async () => {
      const written = await client.entries.write(full, { entryDate, timeZone: "Asia/Tokyo" });
      assert.deepEqual([written.version, written.content, written.authenticated], [1, full, true]);
      const read = await client.entries.read(written.id);
      assert.deepEqual(read, written);
      assert.deepEqual([read?.timeZone, read?.source, read?.deletedAt], ["Asia/Tokyo", "DIARY", null]);
      assert.deepEqual(read?.tags.map((tag) => [tag.name, tag.auto]), [["Winter", false], ["See", false]]);
      assert.equal(await client.entries.read(newId()), null);
    });

    test("the longest of texts goes through", async () => {
      const body = "Nebel über dem See. ".repeat(40_000);
      const written = await client.entries.write({ body }, { entryDate });
      assert.equal((await client.entries.read(written.id))?.content?.body, body);
    });

    test("an edit replaces the content or the day, and a stale one is refused", async () => {
      const written = await client.entries.write(full, { entryDate });
      const edited = await client.entries.edit(written, { body: "It has melted." });
      assert.deepEqual([edited.version, edited.content, edited.tags], [2, { body: "It has melted." }, []]);
      const redated = await client.entries.edit(edited, null, { entryDate: "2026-11-24" });
      assert.deepEqual([redated.version, redated.entryDate, redated.content], [3, "2026-11-24", edited.content]);
      await assert.rejects(client.entries.edit(written, { body: "stale" }), (error: unknown) =>
        error instanceof DiaryProblem && error.code === "VERSION_CONFLICT" && error.currentVersion === 3);
      assert.deepEqual((await client.entries.read(written.id))?.content, edited.content);
    });

    test("every version can be read, and made the current one again", async () => {
      const written = await client.entries.write(full, { entryDate });
      const edited = await client.entries.edit(written, { body: "2" });
      const restored = await client.entries.restore(edited, 1);
      assert.deepEqual([restored.version, restored.content], [3, full]);
      const again = await client.entries.edit(restored, { body: "4" });
      const versions = await client.entries.versions(again.id);
      assert.deepEqual(versions.nodes.map((v) => [v.version, v.content?.body]), [[4, "4"], [3, full.body], [2, "2"], [1, full.body]]);
      assert.ok(versions.nodes.every((v) => v.authenticated && v.session !== null));
      const firstPage = await client.entries.versions(again.id, { first: 3 });
      const rest = await client.entries.versions(again.id, { first: 3, after: firstPage.next });
      assert.deepEqual([firstPage.nodes.length, rest.nodes.map((v) => v.version), rest.next], [3, [1], null]);
      assert.deepEqual((await client.entries.version(again.id, 1))?.content, full);
      assert.equal(await client.entries.version(again.id, 5), null);
      const history = await client.entries.history(again.id);
      assert.deepEqual(history.nodes.map((e) => e.kind), ["EDITED", "RESTORED", "EDITED", "WRITTEN"]);
    });

    test("the list is paged, ordered and filtered by tag, whatever its case", async () => {
      const tag = `tag ${newId()}`;
      const written: string[] = [];
      for (let day = 1; day <= 3; day++) {
        written.push((await client.entries.write({ body: `${day}`, tags: [tag] }, { entryDate: `2026-10-0${day}` })).id);
      }
      const newest = await client.entries.list({ tags: [tag.toUpperCase()], first: 2 });
      const last = await client.entries.list({ tags: [tag], first: 2, after: newest.next });
      assert.deepEqual([...newest.nodes, ...last.nodes].map((e) => e.id), written.toReversed());
      assert.equal(last.next, null);
      const oldest = await client.entries.list({ tags: [tag], order: "ENTRY_DATE_ASC", from: "2026-10-02" });
      assert.deepEqual(oldest.nodes.map((e) => e.content?.body), ["2", "3"]);
      assert.equal((await client.entries.tags()).find((t) => t.name === tag)?.entryCount, 3);
      assert.deepEqual((await client.entries.list({ tags: ["no such tag"] })).nodes, []);
    });

    test("what is put into the trash comes back, until it is purged", async () => {
      const written = await client.entries.write(full, { entryDate });
      const deleted = await client.entries.delete(written);
      assert.ok(deleted.deletedAt && deleted.purgeAt);
      assert.deepEqual((await client.entries.list({ deleted: true })).nodes.map((e) => e.id), [written.id]);
      const back = await client.entries.undelete(deleted);
      assert.deepEqual([back.deletedAt, back.content], [null, full]);
      const again = await client.entries.delete(back);
      const receipt = await client.entries.purge(again);
      const keys = (await (await fetch(new URL("/.well-known/diary-receipts.json", url))).json()) as ReceiptKeys;
      assert.ok(receipt && verifyReceipt(receipt, keys));
      assert.deepEqual([receipt.accountId, receipt.entryId, receipt.keysDestroyed], [client.account?.id, written.id, 1]);
      assert.ok(!verifyReceipt({ ...receipt, entryId: newId() }, keys));
      assert.equal(await client.entries.read(written.id), null);
      assert.deepEqual((await client.entries.list({ deleted: true })).nodes, []);
      await assert.rejects(client.entries.edit(again, { body: "x" }), refused("NOT_FOUND"));
    });

    test("another account finds nothing", async () => {
      const written = await client.entries.write(full, { entryDate });
      const { client: eve } = await signedUp(tier);
      assert.equal(await eve.entries.read(written.id), null);
      assert.deepEqual((await eve.entries.versions(written.id)).nodes, []);
      await assert.rejects(eve.entries.edit(written, { body: "eve" }), refused("NOT_FOUND"));
      await eve.signOut();
      await assert.rejects(eve.entries.read(written.id), failed("UNAUTHENTICATED"));
    });
  });
}
