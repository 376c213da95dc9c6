// Search, in both tiers alike, against the running server.
import assert from "node:assert/strict";
import { before, suite, test } from "node:test";
import type { Content, DiaryClient } from "@personal-diary/client";
import { failed, signedUp } from "../kit/served.js";

const texts: Record<string, Content> = {
  "2026-01-01": { title: "Walking by the river", body: "We walked along the river with the dogs, then home.", tags: ["walk"] },
  "2026-05-02": { body: "A quiet day. The dog slept & <b>dreamt</b>." },
  "2019-07-03": { body: "Rivers of rain, no walk." },
  "1901-07-03": { body: "Die Häuser am Fluss waren alle schon sehr alt, und wir gingen nicht weiter." },
};

for (const tier of ["UCE", "E2E"] as const) {
  suite(`search in the ${tier} tier`, () => {
    let client: DiaryClient;
    before(async () => {
      ({ client } = await signedUp(tier, {}, { blindSearch: true }));
      for (const [entryDate, content] of Object.entries(texts)) await client.entries.write(content, { entryDate });
    });

    const found = async (query: string, filter: object = {}) =>
      (await client.search(query, { filter })).hits.map((hit) => hit.entry.entryDate).sort();

    test("words are found in any form, with alternatives, negation, phrases and prefixes", async () => {
      assert.deepEqual(await found("walks RIVER"), ["2019-07-03", "2026-01-01"]);
      assert.deepEqual(await found("dog"), ["2026-01-01", "2026-05-02"]);
      assert.deepEqual(await found("dog or rain"), ["2019-07-03", "2026-01-01", "2026-05-02"]);
      assert.deepEqual(await found("river -rain"), ["2026-01-01"]);
      assert.deepEqual(await found("-river -haus"), ["2026-05-02"]);
      assert.deepEqual(await found("\"quiet day\""), ["2026-05-02"]);
      assert.deepEqual(await found("\"day quiet\""), []);
      assert.deepEqual(await found("haus"), ["1901-07-03"]);
      assert.deepEqual(await found("wal*"), ["2019-07-03", "2026-01-01"]);
      assert.deepEqual(await found("elephant"), []);
      assert.deepEqual(await found(""), []);
    });

    test("the best comes first, with a passage that shows why and is safe to show", async () => {
      const { hits, total, totalIsLowerBound, nextPage } = await client.search("river");
      assert.deepEqual([total, totalIsLowerBound, nextPage], [2, false, null]);
      assert.deepEqual(hits.map((hit) => hit.entry.entryDate), ["2026-01-01", "2019-07-03"]);
      assert.ok(hits[0]!.score > hits[1]!.score);
      assert.equal(hits[0]!.snippet, "We walked along the <mark>river</mark> with the dogs, then home.");
      assert.deepEqual(hits[0]!.entry.content, texts["2026-01-01"]);
      const [dream] = (await client.search("dreamt quiet")).hits;
      assert.equal(dream?.snippet, "A <mark>quiet</mark> day. The dog slept &amp; &lt;b&gt;<mark>dreamt</mark>&lt;/b&gt;.");
    });

    test("days, tags and sources narrow it", async () => {
      assert.deepEqual(await found("river", { from: "2020-01-01" }), ["2026-01-01"]);
      assert.deepEqual(await found("river", { to: "2019-12-31" }), ["2019-07-03"]);
      assert.deepEqual(await found("river", { tags: ["Walk"] }), ["2026-01-01"]);
      assert.deepEqual(await found("river", { source: "DIARY" }), ["2019-07-03", "2026-01-01"]);
      assert.deepEqual(await found("river", { source: "IMPORT" }), []);
      assert.deepEqual(await found("river", { deleted: true }), []);
    });

    test("pages go on where the one before ended", async () => {
      const first = await client.search("dog or rain", { first: 2 });
      const rest = await client.search("dog or rain", { first: 2, after: first.nextPage });
      assert.deepEqual([first.hits.length, rest.hits.length, first.total, rest.nextPage], [2, 1, 3, null]);
      assert.equal(new Set([...first.hits, ...rest.hits].map((hit) => hit.entry.id)).size, 3);
    });

    test("words are completed", async () => assert.deepEqual((await client.suggest("riv")).toSorted(), ["river", "rivers"]));

    test("an edit is found at once, in whatever quarter, and what it replaced no more", async () => {
      const written = await client.entries.write({ body: "A pear tree" }, { entryDate: "2026-02-01" });
      const edited = await client.entries.edit({ id: written.id, version: 1 }, { body: "An apple tree" });
      assert.deepEqual([await found("pear"), await found("apple")], [[], ["2026-02-01"]]);
      const moved = await client.entries.edit({ id: written.id, version: edited.version }, null, { entryDate: "2024-11-01" });
      assert.deepEqual(await found("apple"), ["2024-11-01"]);
      const restored = await client.entries.restore(moved, 1);
      assert.deepEqual([await found("apple"), await found("pear")], [[], ["2026-02-01"]]);
      const deleted = await client.entries.delete(restored);
      assert.deepEqual([await found("pear"), await found("pear", { deleted: true })], [[], ["2026-02-01"]]);
      await client.entries.purge(deleted);
      assert.deepEqual(await found("pear", { deleted: true }), []);
    });

    test("another account finds nothing", async () => {
      const { client: eve } = await signedUp(tier, {}, { blindSearch: true });
      assert.equal((await eve.search("river")).total, 0);
      assert.equal((await eve.search("-elephant")).total, 0);
    });
  });
}

test("an E2E account has no search unless the client was made with it", async () => {
  const { client } = await signedUp("E2E");
  await client.entries.write(texts["2019-07-03"]!, { entryDate: "2019-07-03" });
  await assert.rejects(client.search("rain"), failed("SEARCH_OFF"));
});

test("more entries than are looked through are said to be a lower bound, the newest of them", async () => {
  const { client } = await signedUp("E2E", {}, { blindSearch: true, languages: ["en"] });
  const days = Array.from({ length: 510 }, (_, i) => new Date(Date.UTC(2026, 0, 1 - i * 3)).toISOString().slice(0, 10));
  for (const entryDate of days) await client.entries.write({ body: "Wind." }, { entryDate });
  const page = await client.search("wind", { first: 100 });
  assert.deepEqual([page.total, page.totalIsLowerBound, page.hits.length], [500, true, 100]);
  assert.deepEqual(page.hits.map((hit) => hit.entry.entryDate), days.slice(0, 100));
  assert.equal((await client.search("wind -rain", { filter: { to: days.at(-10)! } })).total, 10);
});
