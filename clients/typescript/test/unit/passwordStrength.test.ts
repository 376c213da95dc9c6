// The server's own table (PasswordStrengthTests.cs): what it refuses of a UCE password, the client refuses of an E2E one.
import assert from "node:assert/strict";
import { test } from "node:test";
import { passwordWeakness } from "@personal-diary/client/cryptography";

const address = "ada.lovelace@example.org";

test("a weak password is refused with the reason, which holds nothing of it", async () => {
  const cases = [
    ["Password1234", "one of the most used passwords"], ["iloveyou1234", "one of the most used passwords"],
    ["xxxxxxxxxxxx", "one character many times"], ["qwertyuiopas", "one of the most used passwords"],
    ["abcdefghijklmnop", "a sequence such as abc or 123"], ["ada.lovelace@example.org", "part of the address"],
    ["lovelace1234", "part of the address"], ["ｐａｓｓｗｏｒｄ１２３４", "one of the most used passwords"],
    ["P@ssw0rd1234", "a common word with a few characters replaced"], ["zxcvbnm,./asdf", "a row of neighbouring keys"],
  ] as const;
  for (const [password, reason] of cases) {
    const weakness = await passwordWeakness(password, [address]);
    assert.ok(weakness?.startsWith(`is too easy to guess: it is ${reason}.`), `${password}: ${weakness}`);
    assert.ok(!weakness!.toLowerCase().includes(password.toLowerCase()));
  }
});

test("a strong one is not", async () => {
  for (const password of [
    "correct horse battery staple", "x7!kQ9#mZp2w", "Ångström-Ångström", "Windmühlenflügelsalat im Herbst", "krzysztofbrzeczyszczykiewicz",
  ]) assert.equal(await passwordWeakness(password, [address]), null, password);
});

test("the same password may be weak for one and strong for another", async () => {
  assert.notEqual(await passwordWeakness("krzysztofbrzeczyszczykiewicz", ["krzysztofbrzeczyszczykiewicz@example.org"]), null);
});

test("of a long one its beginning counts, and it is judged soon", async () => {
  assert.equal(await passwordWeakness(`correct horse battery staple${"x".repeat(228)}`), null);
  assert.notEqual(await passwordWeakness("x".repeat(256)), null);
  assert.equal(await passwordWeakness("\u{1F600}\u{1F418}\u{1F335}".repeat(80)), null);
  assert.equal(await passwordWeakness("4@8({[<369&#!1/|0$5+7%2".repeat(11)), null); // each character may stand for another
});
