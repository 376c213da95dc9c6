// The published vectors of what this package builds on: RFC 5869, 7748, 8439, 9106 and draft-irtf-cfrg-xchacha-03.
import assert from "node:assert/strict";
import { test } from "node:test";
import { chacha20poly1305, xchacha20poly1305 } from "@noble/ciphers/chacha.js";
import { x25519 } from "@noble/curves/ed25519.js";
import { argon2id as nobleArgon2id } from "@noble/hashes/argon2.js";
import { argon2id } from "hash-wasm";
import { hkdf, hmacSha256, sha256 } from "#dist/cryptography/hashing.js";
import { count, hex, toHex } from "../kit/samples.js";

const repeat = (byte: string, times: number) => hex(byte.repeat(times));

const sunscreen = Buffer.from(
  "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it.",
);

test("RFC 5869, A.1 to A.3: HKDF-SHA-256", () => {
  const cases: [Uint8Array, Uint8Array, Uint8Array, string][] = [
    [repeat("0b", 22), count(0, 13), count(0xf0, 10),
      "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"],
    [count(0, 80), count(0x60, 80), count(0xb0, 80),
      "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09" +
      "da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87"],
    [repeat("0b", 22), hex(""), hex(""),
      "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"],
  ];
  for (const [key, salt, info, expected] of cases) {
    assert.equal(toHex(hkdf(key, info, expected.length / 2, salt)), expected);
    if (salt.length === 0) assert.equal(toHex(hkdf(key, info, expected.length / 2)), expected);
  }
});

test("RFC 4231, cases 1 and 2, and FIPS 180-4: HMAC and SHA-256", () => {
  assert.equal(
    toHex(hmacSha256(repeat("0b", 20), Buffer.from("Hi There"))),
    "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
  );
  assert.equal(
    toHex(hmacSha256(Buffer.from("Jefe"), Buffer.from("what do ya want for nothing?"))),
    "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
  );
  assert.equal(toHex(sha256(Buffer.from("abc"))), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
});

test("RFC 7748, 5.2 and 6.1: X25519", () => {
  const product = (scalar: string, point: string) => toHex(x25519.scalarMult(hex(scalar), hex(point)));
  assert.equal(
    product("a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4",
      "e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c"),
    "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552");
  assert.equal(
    product("4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d",
      "e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493"),
    "95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957");
  const alice = hex("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a");
  const bob = hex("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb");
  assert.equal(toHex(x25519.getPublicKey(alice)), "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a");
  assert.equal(toHex(x25519.getPublicKey(bob)), "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f");
  assert.equal(
    toHex(x25519.getSharedSecret(alice, x25519.getPublicKey(bob))),
    "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742");
});

test("RFC 7748, 5.2: X25519 a thousand times over", () => {
  let [k, u] = [hex(`09${"00".repeat(31)}`), hex(`09${"00".repeat(31)}`)];
  for (let round = 0; round < 1000; round++) [k, u] = [x25519.scalarMult(k, u), k];
  assert.equal(toHex(k), "684cf59ba83309552800ef566f2f4d3c1c3887c49360e3875f2eb94d99532c51");
});

test("RFC 8439, 2.8.2: ChaCha20-Poly1305", () => {
  const sealed = chacha20poly1305(count(0x80, 32), hex("070000004041424344454647"), hex("50515253c0c1c2c3c4c5c6c7")).encrypt(sunscreen);
  assert.equal(
    toHex(sealed),
    "d31a8d34648e60db7b86afbc53ef7ec2a4aded51296e08fea9e2b5a736ee62d63dbea45e8ca9671282fafb69da92728b" +
      "1a71de0a9e060b2905d6a5b67ecd3b3692ddbd7f2d778b8c9803aee328091b58fab324e4fad675945585808b4831d7bc" +
      "3ff4def08e4b7a9de576d26586cec64b61161ae10b594f09e26a7e902ecbd0600691");
});

test("draft-irtf-cfrg-xchacha-03, A.3.1: XChaCha20-Poly1305", () => {
  const sealed = xchacha20poly1305(count(0x80, 32), count(0x40, 24), hex("50515253c0c1c2c3c4c5c6c7")).encrypt(sunscreen);
  assert.equal(
    toHex(sealed),
    "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb731c7f1b0b4aa6440bf3a82f4eda7e39" +
      "ae64c6708c54c216cb96b72e1213b4522f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9" +
      "21f9664c97637da9768812f615c68b13b52ec0875924c1c7987947deafd8780acf49");
});

// hash-wasm takes no associated data, so that the RFC's vector is shown on a second library, and that library beside it.
test("RFC 9106, 5.3: Argon2id of a second library", () => {
  const tag = nobleArgon2id(repeat("01", 32), repeat("02", 16), {
    t: 3, m: 32, p: 4, version: 0x13, dkLen: 32, key: repeat("03", 8), personalization: repeat("04", 12),
  });
  assert.equal(toHex(tag), "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659");
});

for (const [memory, passes, lanes] of [[8, 3, 1], [64, 3, 1], [256, 4, 2], [1024, 5, 1]] as const) {
  test(`Argon2id of both libraries agrees at ${memory} KiB, ${passes} passes, ${lanes} lanes`, async () => {
    const [password, salt] = [count(1, 20), count(100, 16)];
    const ours = await argon2id({
      password, salt, memorySize: Math.max(memory, 8 * lanes), iterations: passes, parallelism: lanes, hashLength: 64,
      outputType: "binary",
    });
    assert.equal(toHex(ours), toHex(nobleArgon2id(password, salt, { t: passes, m: memory, p: lanes, dkLen: 64 })));
  });
}
