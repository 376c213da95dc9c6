// RFC 9180, appendix A.2.1 (base) and A.2.2 (PSK).
import assert from "node:assert/strict";
import { test } from "node:test";
import { hpkeOpen, hpkeSeal, sealWith } from "#dist/cryptography/hpke.js";
import { vectors } from "../kit/files.js";
import { count, flipped, hex, toHex } from "../kit/samples.js";

interface Vector {
  mode: number;
  info: string;
  skEm: string;
  pkEm: string;
  skRm: string;
  pkRm: string;
  enc: string;
  psk: string;
  psk_id: string;
  encryptions: { pt: string; aad: string; ct: string }[];
}

const published = vectors<{ vectors: Vector[] }>("rfc9180-a2.json").vectors;

for (const [mode, name] of [[0, "base"], [1, "PSK"]] as const) {
  const vector = published.find((v) => v.mode === mode)!;
  const recipient = { privateKey: hex(vector.skRm), publicKey: hex(vector.pkRm) };
  const psk = vector.psk ? { key: hex(vector.psk), id: hex(vector.psk_id) } : undefined;
  const { pt, aad, ct } = vector.encryptions[0]!;

  test(`the first message of ${name} mode is the published one`, async () => {
    const ephemeral = { privateKey: hex(vector.skEm), publicKey: hex(vector.pkEm) };
    const sealed = await sealWith(ephemeral, recipient.publicKey, hex(vector.info), hex(aad), hex(pt), psk);
    assert.equal(toHex(sealed), vector.enc + ct);
  });

  test(`the published message of ${name} mode opens, and with any bit flipped it does not`, async () => {
    const sealed = hex(vector.enc + ct);
    const open = (bytes: Uint8Array) => hpkeOpen(recipient, hex(vector.info), hex(aad), bytes, psk);
    assert.deepEqual(await open(sealed), hex(pt));
    // The highest bit of an X25519 point is ignored when it is read (RFC 7748), but enc is bound as it stands.
    for (let at = 0; at < sealed.length; at++) assert.equal(await open(flipped(sealed, at * 8 + (at % 8))), null, `byte ${at}`);
    assert.equal(await open(flipped(sealed, 31 * 8 + 7)), null);
  });
}

const recipient = { privateKey: hex(published[0]!.skRm), publicKey: hex(published[0]!.pkRm) };
const none = new Uint8Array();

test("what was sealed with a pre-shared key does not open without it, nor the other way round", async () => {
  const psk = { key: count(1, 32), id: count(1, 4) };
  const sealed = await hpkeSeal(recipient.publicKey, none, none, count(0, 10), psk);
  assert.deepEqual(await hpkeOpen(recipient, none, none, sealed, psk), count(0, 10));
  assert.equal(await hpkeOpen(recipient, none, none, sealed), null);
  assert.equal(await hpkeOpen(recipient, none, none, sealed, { ...psk, key: count(2, 32) }), null);
  assert.equal(await hpkeOpen(recipient, none, none, sealed, { ...psk, id: count(2, 4) }), null);
  const open = await hpkeSeal(recipient.publicKey, none, none, count(0, 10));
  assert.equal(await hpkeOpen(recipient, none, none, open, psk), null);
});

test("two seals of one message differ", async () => {
  const seal = () => hpkeSeal(recipient.publicKey, none, none, count(0, 10));
  assert.notDeepEqual(await seal(), await seal());
});

test("a point of low order is refused on both sides", async () => {
  const points = [
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0100000000000000000000000000000000000000000000000000000000000000",
    "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
    "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  ];
  for (const point of points) {
    await assert.rejects(hpkeSeal(hex(point), none, none, none), `${point} was sealed to`);
    assert.equal(await hpkeOpen(recipient, none, none, hex(`${point}${"00".repeat(16)}`)), null);
  }
});

test("bytes that are too short to be sealed open nothing", async () => {
  for (const length of [0, 1, 31, 32, 47]) assert.equal(await hpkeOpen(recipient, none, none, new Uint8Array(length)), null);
});
