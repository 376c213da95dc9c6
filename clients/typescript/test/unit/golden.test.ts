// What an earlier version of this client sealed must open for ever. The server's own implementation opens it too.
import assert from "node:assert/strict";
import { test } from "node:test";
import { AccountKeys, BlindIndex, openEnvelope, openKeyBundle, openNote } from "@personal-diary/client/cryptography";
import { golden } from "../kit/files.js";
import { ada, adasKeys, context, count, hex, toHex } from "../kit/samples.js";

const sample = golden("golden-client.json");
const keys = adasKeys();

test("envelopes open", async () => {
  const cases = [
    ["envelope", context.version, hex(sample["content"]!)], ["envelope.empty", 1, hex("")], ["envelope.256", 2 ** 31 - 1, count(0, 256)],
  ] as const;
  for (const [name, version, plaintext] of cases) {
    const opened = await openEnvelope(keys, { ...context, version }, hex(sample[name]!));
    assert.deepEqual([toHex(opened?.plaintext ?? hex("ff")), opened?.authenticated], [toHex(plaintext), true], name);
  }
});

test("bundles open under the password's and the code's half", () => {
  assert.equal(toHex(AccountKeys.import(count(64, 32)).publicKey), sample["publicKey"]);
  for (const under of ["password", "recovery"]) {
    const opened = openKeyBundle(hex(sample[`${under}.wrap`]!), hex(sample[`${under}.bundle`]!));
    assert.deepEqual(opened?.privateKey, keys.privateKey, under);
  }
});

test("a note and a name open, and tokens are what they were", async () => {
  const index = new BlindIndex(keys, ada);
  assert.equal(await openNote(keys, ada, hex(sample["note"]!)), "Adas Händy");
  assert.equal(index.openTagName(hex(sample["tag.token"]!), hex(sample["tag.name"]!)), "Garten");
  assert.equal(toHex(index.tagToken(" gARTEN")), sample["tag.token"]);
  assert.equal(toHex(index.moodToken("froh")), sample["mood"]);
  assert.equal(toHex(index.fingerprint("Nebel  über dem See.")), sample["fingerprint"]);
  assert.equal(toHex(index.searchTerm("DIARY", "2026-10-01", "title", "wander")), sample["term.title"]);
});
