// Photos and other files in both tiers, over connections that break off, against the running server.
import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { DiaryError, DiaryProblem, newId } from "@personal-diary/client";
import { signedUp, stranger } from "../kit/served.js";

const size = 20 * 2 ** 20 + 12_345;
const bytes = Uint8Array.from({ length: size }, (_, i) => (i * 2_654_435_761) >>> 24);
const file = new Blob([bytes]);
const contentType = "application/x-diary-test";

/** A network that can be told to lose parts, and to break off downloads. */
function network() {
  const state = { losesParts: false, breaks: 0, ranges: [] as (string | null)[] };
  const lossy: typeof fetch = async (input, init) => {
    const url = String(input);
    if (init?.method === "PUT" && state.losesParts && !/\/parts\/1$/.test(url)) throw new TypeError("The cable was pulled.");
    const response = await fetch(input, init);
    if (init?.method === "PUT" || !/\/media\//.test(url)) return response;
    state.ranges.push(new Headers(init?.headers).get("range"));
    if (state.breaks-- <= 0) return response;
    const reader = response.body!.getReader();
    let left = 1_000_000;
    return new Response(new ReadableStream({
      async pull(controller) {
        const { value, done } = await reader.read();
        if (done || left <= 0) {
          await reader.cancel();
          controller.error(new TypeError("The cable was pulled."));
        } else controller.enqueue(value.subarray(0, (left -= value.length) < 0 ? value.length + left : value.length));
      },
    }), { status: response.status, headers: response.headers });
  };
  return { state, fetch: lossy };
}

const equal = async (blob: Blob) => assert.ok(Buffer.from(await blob.arrayBuffer()).equals(bytes));

for (const tier of ["UCE", "E2E"] as const) {
  suite(`files of the ${tier} tier`, () => {
    test("a file goes on where it was broken off, up and down", async () => {
      const { state, fetch } = network();
      const { client } = await signedUp(tier, {}, { fetch, wait: async () => undefined });
      const id = newId();
      const progress: number[] = [];
      const work = { id, contentType, name: "Das Meer 🌊.bin", onProgress: ({ done, total }: { done: number; total: number }) => {
        assert.ok(done <= total);
        progress.push(done / total);
      } };
      state.losesParts = true;
      await assert.rejects(client.files.upload(file, work), (error: unknown) => error instanceof DiaryError && error.code === "NETWORK");
      assert.equal((await client.files.find(id))?.state, "PENDING");

      state.losesParts = false;
      progress.length = 0;
      const sent = await client.files.upload(file, work);
      assert.deepEqual([sent.id, sent.state, sent.name, sent.sizeBytes, sent.contentType], [id, "READY", work.name, size, contentType]);
      assert.ok(progress[0]! > 0 && progress.at(-1) === 1);
      assert.deepEqual(await client.files.find(id), sent);
      assert.deepEqual(await client.files.upload(file, work), sent); // which sends nothing

      state.breaks = 3;
      progress.length = state.ranges.length = 0;
      await equal(await client.files.download(id, work));
      assert.deepEqual([state.ranges[0], state.ranges.length], [null, 4]);
      assert.ok(state.ranges.slice(1).every((range) => /^bytes=[1-9][0-9]*-$/.test(range ?? "")));
      assert.equal(progress.at(-1), 1);
    });

    test("entries have files, and every device sees them", async () => {
      const { client, me } = await signedUp(tier, tier === "E2E" ? { keyBundle: true } : {});
      const first = await client.files.upload(new Blob(["one"]), { contentType: "text/plain", name: "one.txt" });
      const second = await client.files.upload(new Blob(["two"]), { contentType: "text/plain" });
      const written = await client.entries.write({ body: "By the sea" }, { entryDate: "2026-11-23", files: [first.id, second.id] });
      assert.deepEqual(written.files.map(({ id, name, sizeBytes }) => [id, name, sizeBytes]),
        [[first.id, "one.txt", 3], [second.id, null, 3]]);
      const edited = await client.entries.edit(written, { body: "By the lake" });
      assert.deepEqual(edited.files, written.files);
      assert.deepEqual((await client.entries.edit(edited, null, { files: [second.id] })).files, [written.files[1]]);

      const other = stranger();
      await other.signIn({ ...me, device: "phone" });
      const [found] = (await other.entries.list()).nodes;
      assert.equal(await (await other.files.download(found!.files[0]!.id)).text(), "two");
      await other.files.delete(second.id);
      assert.equal((await client.files.find(second.id))?.state, "DELETED");
      await assert.rejects(client.files.download(second.id), (error: unknown) => error instanceof DiaryError && error.code === "NOT_FOUND");
      assert.equal(await other.files.find(newId()), null);
    });

    test("what is refused is told, and an abort ends it", async () => {
      const { client } = await signedUp(tier);
      await assert.rejects(client.files.upload(file, { contentType: "no type" }), (error: unknown) => error instanceof DiaryProblem);
      const controller = new AbortController();
      const id = newId();
      await assert.rejects(client.files.upload(file, {
        id, contentType, signal: controller.signal, onProgress: () => controller.abort(),
      }), { name: "AbortError" });
      await client.files.upload(file, { id, contentType });
      for await (const some of client.files.read(id)) {
        assert.deepEqual(some.subarray(0, 3), bytes.slice(0, 3));
        break;
      }
    });
  });
}

test("another account finds no file", async () => {
  const { client } = await signedUp("E2E");
  const sent = await client.files.upload(new Blob(["one"]), { contentType: "text/plain", name: "one.txt" });
  const eve = await signedUp("E2E");
  assert.equal(await eve.client.files.find(sent.id), null);
});
