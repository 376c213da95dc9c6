// The calendar, the days of earlier years, what the diary comes to, what happened in it and its settings, in both tiers alike.
import assert from "node:assert/strict";
import { before, suite, test } from "node:test";
import type { DiaryChange, DiaryClient } from "@personal-diary/client";
import { failed, refused, signedUp } from "../kit/served.js";

const days = ["2023-11-23", "2024-11-22", "2024-11-23", "2024-11-23", "2026-11-23"];

for (const tier of ["UCE", "E2E"] as const) {
  suite(`browsing in the ${tier} tier`, () => {
    let client: DiaryClient;
    before(async () => {
      ({ client } = await signedUp(tier));
      for (const [i, entryDate] of days.entries()) await client.entries.write({ body: `Entry number ${i}.` }, { entryDate });
    });

    test("the calendar names the days that have entries, and how many", async () => {
      assert.deepEqual(await client.entries.calendar("2024-01-01", "2024-12-31"), [
        { date: "2024-11-22", entryCount: 1 }, { date: "2024-11-23", entryCount: 2 },
      ]);
      assert.deepEqual(await client.entries.calendar("2024-11-23", "2024-11-23"), [{ date: "2024-11-23", entryCount: 2 }]);
      assert.deepEqual(await client.entries.calendar("2025-01-01", "2025-12-31"), []);
      await assert.rejects(client.entries.calendar("2024-01-01", "2025-12-31"), failed("BAD_REQUEST"));
    });

    test("the entries of a day in earlier years come opened, newest first", async () => {
      const entries = await client.entries.onThisDay("2026-11-23");
      assert.deepEqual(entries.map((entry) => entry.entryDate), ["2024-11-23", "2024-11-23", "2023-11-23"]);
      assert.equal(entries[2]?.content?.body, "Entry number 0.");
      assert.deepEqual(await client.entries.onThisDay("2023-11-23"), []);
    });

    test("the statistics count entries, days in a row and, where the server can, words", async () => {
      const { entryCount, wordCount, firstEntryDate, longestStreakDays } = await client.entries.statistics();
      assert.deepEqual([entryCount, firstEntryDate, longestStreakDays], [5, "2023-11-23", 2]);
      assert.equal(wordCount, tier === "UCE" ? 15 : null);
    });

    test("whoever follows the changes from the beginning has the diary as it stands", async () => {
      const { client: writer } = await signedUp(tier);
      const kept = await writer.entries.write({ body: "kept" }, { entryDate: "2026-01-01" });
      const purged = await writer.entries.write({ body: "purged" }, { entryDate: "2026-01-02" });
      const first = await writer.entries.changes({ first: 1 });
      assert.deepEqual([first.changes.length, first.hasMore], [1, true]);
      assert.deepEqual(first.changes[0], { entryId: kept.id, version: 1, kind: "WRITTEN", entry: kept, cursor: first.cursor });

      const rest = await writer.entries.changes({ after: first.cursor });
      assert.deepEqual([rest.changes.map((change) => change.entryId), rest.hasMore], [[purged.id], false]);
      const none = await writer.entries.changes({ after: rest.cursor });
      assert.deepEqual(none, { changes: [], cursor: rest.cursor, hasMore: false });

      const edited = await writer.entries.edit(kept, { body: "edited" });
      await writer.entries.purge(await writer.entries.delete(purged));
      const copy = new Map<string, DiaryChange["entry"]>();
      for (const { entryId, entry } of (await writer.entries.changes({ after: rest.cursor })).changes) copy.set(entryId, entry);
      assert.deepEqual([copy.get(kept.id), copy.get(purged.id), copy.size], [edited, null, 2]);
      await assert.rejects(client.entries.changes({ after: rest.cursor }), failed("INVALID_CURSOR"));
    });

    test("a page of changes is as long as the API's own", async () =>
      assert.equal((await client.entries.changes({ first: 200 })).changes.length, days.length));

    test("settings change alone, stay where they are not given, and a language is cleared by null", async () => {
      const { client: settled } = await signedUp(tier);
      const { id } = await settled.entries.write({ body: "opens as before", tags: ["mine"] }, { entryDate: "2026-01-01" });
      const settings = async () => [settled.account?.timeZone, settled.account?.language];
      assert.deepEqual(await settings(), ["Europe/Vienna", null]);
      await settled.updateSettings({ language: "de" });
      assert.deepEqual(await settings(), ["Europe/Vienna", "de"]);
      const [account, list] = await Promise.all([settled.updateSettings({ timeZone: "Asia/Tokyo" }), settled.entries.list()]);
      assert.deepEqual([account.timeZone, account.language, list.nodes[0]?.id], ["Asia/Tokyo", "de", id]);
      assert.equal((await settled.updateSettings({ language: null })).language, null);
      await assert.rejects(settled.updateSettings({ timeZone: "Mars/Olympus" }), refused("INVALID"));
      assert.deepEqual(await settings(), ["Asia/Tokyo", null]);
      assert.equal((await settled.entries.read(id))?.tags[0]?.name, "mine");
      assert.equal((await settled.entries.write({ body: "" }, { entryDate: "2026-01-01" })).timeZone, "Asia/Tokyo");
    });
  });
}
