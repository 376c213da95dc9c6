import assert from "node:assert/strict";
import { test } from "node:test";
import { DiaryClient, DiaryError, DiaryProblem, type SessionTokens, newId } from "@personal-diary/client";
import { FakeDiary, unauthenticated } from "../kit/fakeDiary.js";

const ada = { tier: "E2E", email: "ada@example.org", password: "correct horse battery staple", device: "laptop" } as const;
const url = "http://diary.test/graphql";

async function signedUp() {
  const diary = new FakeDiary();
  const told: (SessionTokens | null)[] = [];
  const client = new DiaryClient(url, { fetch: diary.fetch, onTokens: (tokens) => told.push(tokens) });
  await client.signUp(ada);
  return { diary, client, told };
}

const count = (diary: FakeDiary, name: string) => diary.requests.filter((r) => r.operationName === name).length;

test("an access token that expired is renewed once for all that wait, and everything is answered", async () => {
  const { diary, client, told } = await signedUp();
  diary.expired.add(told[0]!.accessToken);
  const pages = await Promise.all(Array.from({ length: 8 }, () => client.entries.list()));
  assert.ok(pages.every((page) => page.nodes.length === 0));
  assert.equal(count(diary, "RefreshSession"), 1);
  assert.equal(told.length, 2);
  await client.entries.list();
  assert.equal(count(diary, "RefreshSession"), 1);
});

test("a token that is refused although it is new is not renewed over and over", async () => {
  const { diary, client } = await signedUp();
  diary.instead.set("Entries", () => ({ errors: [{ message: "No.", extensions: { code: "UNAUTHENTICATED" } }] }));
  await assert.rejects(client.entries.list(), (error: unknown) => error instanceof DiaryError && error.code === "UNAUTHENTICATED");
  assert.deepEqual([count(diary, "RefreshSession"), count(diary, "Entries")], [1, 2]);
});

test("a session that ended is told, and its keys are wiped", async () => {
  const { diary, client, told } = await signedUp();
  diary.expired.add(told[0]!.accessToken);
  const problems = [{ __typename: "Refusal", code: "WRONG_CREDENTIAL", message: "Spent.", field: null }];
  diary.instead.set("RefreshSession", () => ({ data: { refreshSession: { session: null, problems } } }));
  await assert.rejects(client.entries.list(), (error: unknown) => error instanceof DiaryError && error.code === "UNAUTHENTICATED");
  assert.deepEqual([told.at(-1), client.account, client.hasKeys], [null, null, false]);
});

test("signing out of a session that had ended succeeds", async () => {
  const { diary, client } = await signedUp();
  diary.instead.set("SignOut", () => ({ errors: [{ message: "No.", extensions: { code: "UNAUTHENTICATED" } }] }));
  await client.signOut();
  assert.equal(client.account, null);
});

test("nobody is signed in at first", async () => {
  const client = new DiaryClient(url, { fetch: async () => unauthenticated() });
  await assert.rejects(client.entries.list(), (error: unknown) => error instanceof DiaryError && error.code === "UNAUTHENTICATED");
  assert.equal(client.account, null);
});

/** A client whose requests are answered one after the other, and what it waited before it repeated one. */
function answering(...answers: (() => Response | Promise<Response>)[]) {
  const bodies: string[] = [];
  const pauses: number[] = [];
  const client = new DiaryClient(url, {
    fetch: async (_, init) => {
      bodies.push(String(init?.body));
      return answers.shift()!();
    },
    wait: async (milliseconds) => void pauses.push(milliseconds),
  });
  return { client, bodies, pauses };
}

const parameters = () => Response.json({ data: { signInParameters: { accountId: newId(), tier: "UCE", kdf: null } } });
const noAnswer = () => Promise.reject(new TypeError("fetch failed"));
const failing = (code: string, extensions: object = {}, init: ResponseInit = {}) => () =>
  Response.json({ errors: [{ message: "No.", extensions: { code, ...extensions } }] }, init);
const failed = (code: string, retryAfter?: number) => (error: unknown) =>
  error instanceof DiaryError && error.code === code && error.retryAfter === retryAfter;

test("what got no answer is sent again as it was, twice at most", async () => {
  const { client, bodies, pauses } = answering(noAnswer, failing("UNAVAILABLE", { retryAfterSeconds: 1 }, { status: 503 }), parameters);
  assert.equal((await client.signInParameters("ada@example.org")).tier, "UCE");
  assert.deepEqual([new Set(bodies).size, bodies.length, pauses], [1, 3, [250, 1000]]);

  const lost = answering(noAnswer, noAnswer, noAnswer);
  await assert.rejects(lost.client.signInParameters("ada@example.org"), failed("NETWORK"));
  assert.equal(lost.bodies.length, 3);
});

test("errors keep their code and their hint, and are not repeated", async () => {
  const limited = answering(failing("RATE_LIMITED", { retryAfterSeconds: 42 }, { status: 429 }));
  await assert.rejects(limited.client.signInParameters("x"), failed("RATE_LIMITED", 42));
  const header = answering(failing("RATE_LIMITED", {}, { status: 429, headers: { "retry-after": "7" } }));
  await assert.rejects(header.client.signInParameters("x"), failed("RATE_LIMITED", 7));
  const long = answering(failing("UNAVAILABLE", { retryAfterSeconds: 60 }, { status: 503 }));
  await assert.rejects(long.client.signInParameters("x"), failed("UNAVAILABLE", 60));
  const internal = answering(failing("INTERNAL", { traceId: "abc" }));
  await assert.rejects(internal.client.signInParameters("x"), failed("INTERNAL"));
});

test("an answer that is none of a diary's is told as that", async () => {
  for (const body of ["<html>Bad gateway</html>", "null", "{}", "[]", '"x"', '{"data":null}']) {
    const { client } = answering(() => new Response(body, { status: 502 }));
    await assert.rejects(client.signInParameters("x"), failed("PROTOCOL"), body);
  }
});

test("all problems of a refusal are there, and no secret is in its message", async () => {
  const problems = ["INVALID", "LOCKED"].map((code) => ({
    __typename: code === "LOCKED" ? "Locked" : "Refusal", code, message: "No.", field: "input.email",
    ...(code === "LOCKED" && { retryAt: "2026-11-23T10:15:30.123Z" }),
  }));
  const { client } = answering(() => Response.json({ data: { signIn: { session: null, account: null, problems } } }));
  const uce = { ...ada, tier: "UCE" } as const;
  await assert.rejects(client.signIn(uce), (error: unknown) => {
    assert.ok(error instanceof DiaryProblem);
    assert.deepEqual(error.problems.map((p) => [p.code, p.field]), [["INVALID", "input.email"], ["LOCKED", "input.email"]]);
    assert.equal(error.retryAt, "2026-11-23T10:15:30.123Z");
    assert.ok(!String(error.stack).includes(ada.password));
    return true;
  });
});

test("fresh ids are UUIDs of version 7 that begin with the time", () => {
  const id = newId(Date.UTC(2026, 10, 23));
  assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.equal(Number.parseInt(id.replace("-", "").slice(0, 12), 16), Date.UTC(2026, 10, 23));
  assert.equal(new Set(Array.from({ length: 1000 }, () => newId())).size, 1000);
});

test("an account's id is a random UUID of version 4, in both tiers", async () => {
  const ids = new Set<string>();
  for (const tier of ["UCE", "E2E"] as const) {
    const diary = new FakeDiary();
    diary.instead.set("SignUp", () => ({ errors: [{ message: "No.", extensions: { code: "INTERNAL" } }] }));
    for (let n = 0; n < 4; n++) {
      await assert.rejects(new DiaryClient(url, { fetch: diary.fetch }).signUp({ ...ada, tier }), failed("INTERNAL"));
    }
    for (const { variables } of diary.requests) ids.add(variables["input"].id);
  }
  assert.equal(ids.size, 8);
  for (const id of ids) assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
