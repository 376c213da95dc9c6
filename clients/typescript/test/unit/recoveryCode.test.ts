import assert from "node:assert/strict";
import { test } from "node:test";
import { RecoveryCode } from "@personal-diary/client/cryptography";
import { ada, eve, randomNumbers, toHex } from "../kit/samples.js";

const printed = /^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){6}$/;

test("a code is 28 characters in seven groups, and comes back as it was", () => {
  for (let run = 0; run < 200; run++) {
    const code = RecoveryCode.generate();
    assert.match(code.print(), printed);
    const read = RecoveryCode.parse(code.print());
    assert.equal(read?.print(), code.print());
    assert.deepEqual(read?.verifier(ada), code.verifier(ada));
  }
});

test("no two codes are the same", () => {
  assert.equal(new Set(Array.from({ length: 1000 }, () => RecoveryCode.generate().print())).size, 1000);
});

test("a code is read as people type it", () => {
  const code = "Y3RZ-5WZM-YQVF-FY7S-ZBXZ-SZFY-ZYB0";
  for (const typed of [code.toLowerCase(), code.replaceAll("-", ""), ` ${code.replaceAll("-", " ")}\n`, code.replace("0", "o")]) {
    assert.equal(RecoveryCode.parse(typed)?.print(), code, typed);
  }
  const ones = Array.from({ length: 5000 }, () => RecoveryCode.generate().print()).find((c) => c.includes("1"))!;
  assert.equal(RecoveryCode.parse(ones.replaceAll("1", "I"))?.print(), ones);
  assert.equal(RecoveryCode.parse(ones.replaceAll("1", "l"))?.print(), ones);
});

test("a slip of the pen is caught, nearly always", () => {
  const next = randomNumbers();
  const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  let passed = 0;
  for (let run = 0; run < 3000; run++) {
    const code = RecoveryCode.generate().print();
    const at = next(28) + 0;
    const index = at + Math.floor(at / 4);
    const other = alphabet[(alphabet.indexOf(code[index]!) + 1 + next(31)) % 32]!;
    if (RecoveryCode.parse(code.slice(0, index) + other + code.slice(index + 1))) passed++;
  }
  assert.ok(passed < 10, `${passed} of 3000 slips passed`);
});

test("what is no code gives nothing", () => {
  const code = RecoveryCode.generate().print();
  for (const text of ["", "x", code.slice(1), `${code}0`, code.replace(/.$/, "U"), code.replace(/^./, "*"), "ß".repeat(28), "\u0000"]) {
    assert.equal(RecoveryCode.parse(text), null, JSON.stringify(text));
  }
});

test("verifier and wrapping key differ from each other and from account to account", () => {
  const code = RecoveryCode.generate();
  const keys = [code.verifier(ada), code.wrappingKey(ada), code.verifier(eve), code.wrappingKey(eve)].map(toHex);
  assert.equal(new Set(keys).size, 4);
  assert.ok(keys.every((key) => key.length === 64));
});

test("a code that was wiped gives another code's keys", () => {
  const code = RecoveryCode.generate();
  const before = code.verifier(ada);
  code.wipe();
  assert.notDeepEqual(code.verifier(ada), before);
});
