// Tags and their names, in both tiers alike, against the running server.
import assert from "node:assert/strict";
import { suite, test } from "node:test";
import type { Content, DiaryClient, DiaryEntry, EntryTag } from "@personal-diary/client";
import { refused, signedUp } from "../kit/served.js";

const entryDate = "2026-11-23";
const named = (tags: readonly EntryTag[]) => tags.map((tag) => `${tag.name} ${tag.entryCount}`).toSorted();
const tagged = (client: DiaryClient, ...tags: string[]): Promise<DiaryEntry> =>
  client.entries.write({ title: "Out", body: "A walk in the rain.", mood: "glad", tags }, { entryDate });

for (const tier of ["UCE", "E2E"] as const) {
  suite(`tags of the ${tier} tier`, () => {
    test("every entry that carries a tag carries its new name, and is otherwise as it was", async () => {
      const { client } = await signedUp(tier);
      const [both, walk, rain] = [await tagged(client, "walk", "rain"), await tagged(client, "Walk"), await tagged(client, "rain")];
      assert.deepEqual(named(await client.entries.tags()).map((tag) => tag.toLowerCase()).toSorted(), ["rain 2", "walk 2"]);

      const { tags, kept } = await client.entries.renameTag("WALK", " Stroll ");
      assert.deepEqual([named(tags), kept], [["Stroll 2", "rain 2"], 0]);
      assert.deepEqual(tags, await client.entries.tags());
      const contentOf = async ({ id }: DiaryEntry): Promise<Content | null | undefined> => (await client.entries.read(id))?.content;
      assert.deepEqual(await contentOf(both), { ...both.content, tags: ["Stroll", "rain"] });
      assert.deepEqual(await contentOf(walk), { ...walk.content, tags: ["Stroll"] });
      assert.deepEqual((await client.entries.read(rain.id))?.version, 1);
      assert.deepEqual((await client.entries.list({ tags: ["stroll"] })).nodes.length, 2);
      assert.deepEqual((await client.entries.list({ tags: ["walk"] })).nodes, []);
      await assert.rejects(client.entries.renameTag("walk", "stroll"), refused("NOT_FOUND"));
    });

    test("renamed to another tag, the two become one", async () => {
      const { client } = await signedUp(tier);
      const [both, rain] = [await tagged(client, "dog", "walk", "rain"), await tagged(client, "rain")];
      assert.deepEqual(named((await client.entries.renameTag("rain", "walk")).tags), ["dog 1", "walk 2"]);
      assert.deepEqual((await client.entries.read(both.id))?.content?.tags, ["dog", "walk"]);
      assert.deepEqual((await client.entries.read(rain.id))?.content?.tags, ["walk"]);
    });

    test("another spelling is shown from then on, and is done once", async () => {
      const { client } = await signedUp(tier);
      const { id } = await tagged(client, "café");
      assert.deepEqual(named((await client.entries.renameTag("CAFÉ", "Café")).tags), ["Café 1"]);
      assert.deepEqual(named((await client.entries.renameTag("café", "Café")).tags), ["Café 1"]);
      const { version, content } = (await client.entries.read(id))!;
      assert.deepEqual([version, content?.tags], [2, ["Café"]]);
    });

    test("what lies in the trash is renamed by the server, and said to keep the name where only its client could", async () => {
      const { client } = await signedUp(tier);
      await tagged(client, "walk");
      const binned = await client.entries.delete(await tagged(client, "walk"));
      const { kept, tags } = await client.entries.renameTag("walk", "stroll");
      assert.deepEqual([kept, named(tags)], [tier === "UCE" ? 0 : 1, ["stroll 1"]]);
      const back = await client.entries.undelete((await client.entries.read(binned.id))!);
      assert.deepEqual(back.content?.tags, [tier === "UCE" ? "stroll" : "walk"]);
      if (tier === "E2E") await client.entries.renameTag("walk", "stroll");
      assert.deepEqual(named(await client.entries.tags()), ["stroll 2"]);
    });

    test("more entries than a page of them are renamed in one go", async () => {
      const { client } = await signedUp(tier);
      for (let i = 0; i < 60; i++) await tagged(client, "walk");
      assert.deepEqual(named((await client.entries.renameTag("walk", "stroll")).tags), ["stroll 60"]);
    });

    test("a name that cannot be is refused, and changes nothing", async () => {
      const { client } = await signedUp(tier);
      await tagged(client, "walk");
      await assert.rejects(client.entries.renameTag("walk", " "), refused("INVALID"));
      await assert.rejects(client.entries.renameTag("walk", "a".repeat(101)), refused("INVALID"));
      await assert.rejects(client.entries.renameTag("nobody's", "stroll"), refused("NOT_FOUND"));
      assert.deepEqual(named(await client.entries.tags()), ["walk 1"]);
    });
  });
}

test("what is found by its words is found by them still once its tag has another name", async () => {
  const { client } = await signedUp("E2E", {}, { blindSearch: true });
  const { id } = await tagged(client, "walk");
  await client.entries.renameTag("walk", "stroll");
  assert.deepEqual((await client.search("rain", { filter: { tags: ["stroll"] } })).hits.map(({ entry }) => entry.id), [id]);
});
