// What a sign-up leaves its owner with when the network fails, and what is asked of a password, on a diary in memory.
import assert from "node:assert/strict";
import { test } from "node:test";
import { DiaryClient, DiaryError } from "@personal-diary/client";
import { FakeDiary } from "../kit/fakeDiary.js";

const ada = { email: "ada@example.org", password: "correct horse battery staple", device: "laptop" } as const;

function diaryAndClient() {
  const diary = new FakeDiary();
  const client = new DiaryClient("http://diary.test/graphql", { fetch: diary.fetch, wait: () => Promise.resolve() });
  return { diary, client, names: () => diary.requests.map((r) => r.operationName) };
}

for (const tier of ["UCE", "E2E"] as const) {
  test(`${tier}: a sign-up whose answers were lost ends with ten codes that are the account's`, async () => {
    for (const lost of [0, 1, 2]) {
      const { diary, client, names } = diaryAndClient();
      diary.lost.set("SignUp", lost);
      const { account, recoveryCodes } = await client.signUp({ ...ada, tier });
      assert.equal(names().filter((name) => name === "SignUp").length, lost + 1);
      assert.equal(new Set(recoveryCodes).size, 10);
      assert.deepEqual([client.account, diary.accounts.size], [account, 1]);
      if (tier === "UCE") assert.deepEqual(recoveryCodes, [...diary.owned().codes.keys()]);
      assert.equal(names().includes("ReplaceRecoveryCodes"), tier === "UCE" && lost > 0);
      if (tier === "E2E") await client.recover({ ...ada, tier, code: recoveryCodes[9]!, password: "a wholly new password" });
    }
  });
}

test("codes that cannot be replaced either are missed aloud, by one who is signed in", async () => {
  const { diary, client } = diaryAndClient();
  diary.lost.set("SignUp", 1).set("ReplaceRecoveryCodes", 3);
  await assert.rejects(client.signUp({ ...ada, tier: "UCE" }), (error: unknown) => {
    assert.ok(error instanceof DiaryError && error.code === "CODES_MISSING");
    assert.ok(error.cause instanceof DiaryError && error.cause.code === "NETWORK");
    assert.ok(!String(error.stack).includes(ada.password));
    return true;
  });
  assert.equal(client.account?.email, ada.email);
  assert.deepEqual(await client.replaceRecoveryCodes(ada.password), [...diary.owned().codes.keys()]);
});
