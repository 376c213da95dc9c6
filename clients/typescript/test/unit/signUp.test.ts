// What a sign-up leaves its owner with when answers are lost, and what is asked of a password that is set, on a diary in memory.
import assert from "node:assert/strict";
import { test } from "node:test";
import { DiaryClient, DiaryError, DiaryProblem } from "@personal-diary/client";
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

const refusal = (reason: string) => (error: unknown) =>
  error instanceof DiaryProblem && error.code === "INVALID" && error.problems[0]!.field === "password" && error.message.includes(reason);

const unfit = [
  ["short", "12 to 256 characters"], ["Password1234", "it is one of the most used passwords"],
  ["ada@example.org", "it is part of the address"],
] as const;

test("E2E: a password that is too short or too easy to guess is refused with the reason before anything is sent", async () => {
  const { diary, client, names } = diaryAndClient();
  const { recoveryCodes } = await client.signUp({ ...ada, tier: "E2E", keyBundle: true });
  const before = names();
  const another = { ...ada, tier: "E2E", code: recoveryCodes[0]! } as const;
  for (const [password, reason] of unfit) {
    for (const keyBundle of [true, false]) {
      const stranger = new DiaryClient("http://diary.test/graphql", { fetch: diary.fetch });
      await assert.rejects(stranger.signUp({ ...another, password, keyBundle }), refusal(reason));
      await assert.rejects(stranger.recover({ ...another, password, keyBundle }), refusal(reason));
      await assert.rejects(client.changePassword({ current: ada.password, next: password, keyBundle }), refusal(reason));
    }
  }
  assert.deepEqual([names(), diary.owned().codes.size], [before, 10]);
});

test("E2E: signing in asks for no strength", async () => {
  const { client, names } = diaryAndClient();
  const wrong = (error: unknown) => error instanceof DiaryProblem && error.code === "WRONG_CREDENTIAL";
  await client.signUp({ ...ada, tier: "E2E" });
  await assert.rejects(client.signIn({ ...ada, tier: "E2E", password: "Password1234" }), wrong);
  assert.equal(names().at(-1), "SignIn");
});
