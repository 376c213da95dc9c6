import assert from "node:assert/strict";
import { test } from "node:test";
import { xchacha20poly1305 } from "@noble/ciphers/chacha.js";
import { AccountKeys, openKeyBundle, sealKeyBundle } from "@personal-diary/client/cryptography";
import { adasKeys, count, flipped } from "../kit/samples.js";

const wrapKey = count(1, 32);

test("a bundle gives the pair back, and none is like another", () => {
  const bundle = sealKeyBundle(wrapKey, adasKeys());
  assert.equal(bundle.length, 73);
  assert.deepEqual(openKeyBundle(wrapKey, bundle)?.privateKey, adasKeys().privateKey);
  assert.notDeepEqual(sealKeyBundle(wrapKey, adasKeys()), bundle);
});

test("a bundle is laid out as the contract says", () => {
  const bundle = sealKeyBundle(wrapKey, adasKeys());
  assert.equal(bundle[0], 1);
  const aad = Buffer.concat([Buffer.from("diary.v1.bundle"), adasKeys().publicKey]);
  assert.deepEqual(
    xchacha20poly1305(wrapKey, bundle.subarray(1, 25), new Uint8Array(aad)).decrypt(bundle.subarray(25)),
    adasKeys().privateKey,
  );
});

test("another key, another length or any flipped bit opens nothing", () => {
  const bundle = sealKeyBundle(wrapKey, adasKeys());
  assert.equal(openKeyBundle(count(2, 32), bundle), null);
  for (let bit = 0; bit < bundle.length * 8; bit++) assert.equal(openKeyBundle(wrapKey, flipped(bundle, bit)), null, `bit ${bit}`);
  for (const length of [0, 1, 72]) assert.equal(openKeyBundle(wrapKey, bundle.subarray(0, length)), null);
});

test("a private key sealed beside another public key opens nothing", () => {
  const aad = Buffer.concat([Buffer.from("diary.v1.bundle"), AccountKeys.generate().publicKey]);
  const nonce = count(0, 24);
  const sealed = xchacha20poly1305(wrapKey, nonce, new Uint8Array(aad)).encrypt(adasKeys().privateKey);
  assert.equal(openKeyBundle(wrapKey, new Uint8Array([1, ...nonce, ...sealed])), null);
});

test("keys that were wiped are refused wherever they are used", () => {
  const keys = adasKeys();
  keys.wipe();
  assert.throws(() => keys.privateKey, /wiped/);
  assert.throws(() => keys.indexRoot(), /wiped/);
  assert.throws(() => sealKeyBundle(wrapKey, keys), /wiped/);
});

test("a private key is 32 bytes, and is copied", () => {
  assert.throws(() => AccountKeys.import(count(0, 31)), RangeError);
  const bytes = count(64, 32);
  const keys = AccountKeys.import(bytes);
  bytes.fill(0);
  assert.deepEqual(keys.privateKey, count(64, 32));
});
