import assert from "node:assert/strict";
import { test } from "node:test";
import {
  UnsafeKdfError, derivePasswordKeys, freshKdf, isAcceptablePassword, minIterations, minMemoryKiB,
} from "@personal-diary/client/cryptography";
import { golden } from "../kit/files.js";
import { count, toHex } from "../kit/samples.js";

const derived = golden("golden-derived.json");
const floor = { salt: count(0, 16), memoryKiB: minMemoryKiB, iterations: minIterations, parallelism: 1 };

test("a password at full cost gives the golden halves, however its characters were composed", async () => {
  const typed = ["\uFF23orrect \uFB01ve horses a\u0300 la carte", "Correct five horses \u00E0 la carte"];
  for (const password of typed) {
    const { authKey, wrapKey } = await derivePasswordKeys(password, floor);
    assert.equal(toHex(authKey), derived["e2e.auth"]);
    assert.equal(toHex(wrapKey), derived["e2e.wrap"]);
  }
});

test("fresh parameters are the floor with a salt of their own", () => {
  const [one, other] = [freshKdf(), freshKdf()];
  assert.deepEqual({ ...one, salt: floor.salt }, floor);
  assert.equal(one.salt.length, 16);
  assert.notDeepEqual(one.salt, other.salt);
});

test("a password is not hashed under parameters that a server weakened or blew up", async () => {
  const unsafe = [
    { memoryKiB: minMemoryKiB - 1 }, { memoryKiB: 0 }, { memoryKiB: 2 ** 20 + 1 }, { memoryKiB: Number.NaN }, { memoryKiB: 65536.5 },
    { iterations: minIterations - 1 }, { iterations: 65 }, { parallelism: 0 }, { parallelism: 2 }, { salt: count(0, 15) },
    { salt: new Uint8Array() },
  ];
  for (const change of unsafe) {
    await assert.rejects(derivePasswordKeys("correct horse battery staple", { ...floor, ...change }), UnsafeKdfError);
  }
});

test("a password has 12 to 256 characters after NFKC", () => {
  const cases: [string, boolean][] = [
    ["a".repeat(11), false], ["a".repeat(12), true], ["a".repeat(256), true], ["a".repeat(257), false],
    ["😀".repeat(11), false], ["😀".repeat(12), true], ["e\u0301".repeat(11), false], ["\uFDFA", true], ["", false],
  ];
  for (const [password, acceptable] of cases) assert.equal(isAcceptablePassword(password), acceptable, password.slice(0, 12));
});

test("ill-formed text is no password", async () => {
  for (const password of ["correct horse \uD800 staple", "correct horse \uFFFE staple", "x".repeat(4097)]) {
    assert.equal(isAcceptablePassword(password), false);
    await assert.rejects(derivePasswordKeys(password, floor), RangeError);
  }
});
