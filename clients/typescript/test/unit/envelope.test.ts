import assert from "node:assert/strict";
import { test } from "node:test";
import { type AccountKeys, maxPlaintextLength, openEnvelope, sealEnvelope, splitEnvelope } from "@personal-diary/client/cryptography";
import { golden } from "../kit/files.js";
import { ada, adasKeys, context, count, entry, eve, flipped, hex, otherEntry, randomNumbers, randomRun, text } from "../kit/samples.js";

const keys = adasKeys();
const sealed = golden("golden-sealed.json");
const join = (capsule: Uint8Array, body: Uint8Array) => new Uint8Array([0, capsule.length, ...capsule, ...body]);
const ofTheServer = (writer: string) => join(hex(sealed[`${writer}.capsule`]!), hex(sealed[`${writer}.body`]!));

for (const [writer, authenticated] of [["client", true], ["server", false]] as const) {
  test(`the golden envelope of the ${writer} opens, as the other implementation sealed it`, async () => {
    const opened = await openEnvelope(keys, context, ofTheServer(writer));
    assert.deepEqual(opened && Buffer.from(opened.plaintext), text);
    assert.equal(opened?.authenticated, authenticated);
    assert.equal(splitEnvelope(ofTheServer(writer))?.keyEpoch, 3);
  });

  test(`no bit of the ${writer}'s envelope may be another`, { timeout: 60_000 }, () =>
    assertNothingOpens(keys, ofTheServer(writer)));
}

test("an envelope of the edge is none for a client", async () => {
  assert.equal(await openEnvelope(keys, context, ofTheServer("uce")), null);
});

test("what was sealed opens, at every length", async () => {
  const next = randomNumbers();
  for (const length of [0, 1, 254, 255, 256, 271, 272, 5000, maxPlaintextLength]) {
    const plaintext = randomRun(next, length);
    const envelope = await sealEnvelope(keys, context, plaintext);
    const opened = await openEnvelope(keys, context, envelope);
    assert.deepEqual(opened && Buffer.compare(opened.plaintext, plaintext), 0, `${length} bytes`);
    assert.equal(opened?.authenticated, true);
  }
});

test("a plaintext that is too long, and a context that is none, are the caller's mistakes", async () => {
  await assert.rejects(sealEnvelope(keys, context, new Uint8Array(maxPlaintextLength + 1)), RangeError);
  for (const change of [{ accountId: "ada" }, { entryId: "" }, { version: 0 }, { version: 1.5 }, { version: 2 ** 31 }]) {
    await assert.rejects(sealEnvelope(keys, { ...context, ...change }, text), RangeError);
    await assert.rejects(openEnvelope(keys, { ...context, ...change }, new Uint8Array()), RangeError);
  }
  await assert.rejects(sealEnvelope(keys, context, text, 65_536), RangeError);
});

test("two seals of one text share nothing but the header", async () => {
  const [one, other] = await Promise.all([sealEnvelope(keys, context, text), sealEnvelope(keys, context, text)]);
  assert.equal(one.length, other.length);
  let same = 0;
  for (let at = 2 + 84 + 40; at < one.length; at++) if (one[at] === other[at]) same++;
  assert.ok(same < 20, `${same} bytes are the same`);
});

test("no bit of an envelope may be another", { timeout: 60_000 }, async () => {
  await assertNothingOpens(keys, await sealEnvelope(keys, context, text));
});

test("an envelope opens under no other account, entry, version or key", async () => {
  const envelope = await sealEnvelope(keys, context, text);
  for (const change of [{ accountId: eve }, { entryId: otherEntry }, { version: 6 }, { version: 8 }, { accountId: entry, entryId: ada }]) {
    assert.equal(await openEnvelope(keys, { ...context, ...change }, envelope), null);
  }
  const { AccountKeys } = await import("@personal-diary/client/cryptography");
  assert.equal(await openEnvelope(AccountKeys.generate(), context, envelope), null);
});

test("an id in upper case is the same id", async () => {
  const envelope = await sealEnvelope(keys, context, text);
  assert.ok(await openEnvelope(keys, { ...context, entryId: entry.toUpperCase() }, envelope));
});

test("an envelope opens under no other suite: the server cannot pass its own for the client's", async () => {
  for (const [writer, other] of [["client", 3], ["server", 2], ["client", 1], ["server", 1]] as const) {
    const envelope = ofTheServer(writer);
    envelope[2 + 1] = other;
    envelope[2 + 84 + 1] = other;
    assert.equal(await openEnvelope(keys, context, envelope), null, `${writer} as ${other}`);
  }
});

test("a capsule opens no other body, and a body no other capsule", async () => {
  const [one, other] = await Promise.all([sealEnvelope(keys, context, text), sealEnvelope(keys, context, text)]);
  assert.equal(await openEnvelope(keys, context, new Uint8Array([...one.subarray(0, 86), ...other.subarray(86)])), null);
});

test("hostile bytes open nothing and throw nothing", async () => {
  const next = randomNumbers();
  const envelope = await sealEnvelope(keys, context, text);
  for (let run = 0; run < 300; run++) {
    const cut = envelope.slice(0, next(envelope.length));
    for (const bytes of [cut, new Uint8Array([...envelope, ...randomRun(next, 1 + next(40))]), randomRun(next, next(600))]) {
      assert.equal(await openEnvelope(keys, context, bytes), null);
    }
  }
});

test("keys that were wiped open nothing and say so", async () => {
  const wiped = adasKeys();
  const envelope = await sealEnvelope(wiped, context, text);
  wiped.wipe();
  await assert.rejects(openEnvelope(wiped, context, envelope), /wiped/);
  await assert.rejects(sealEnvelope(wiped, context, text), /wiped/);
});

/** One bit of every byte, and all eight where they mean something by themselves. */
async function assertNothingOpens(account: AccountKeys, envelope: Uint8Array): Promise<void> {
  for (let at = 0; at < envelope.length; at++) {
    const bits = at < 6 || (at >= 86 && at < 90) ? count(0, 8) : [at % 8];
    for (const bit of bits) {
      assert.equal(await openEnvelope(account, context, flipped(envelope, at * 8 + bit)), null, `byte ${at}, bit ${bit}`);
    }
  }
}
