// The diary under test, and accounts of its own for every test.
import { randomUUID } from "node:crypto";
import { DiaryClient, type DiaryClientOptions, type NewAccount, type SessionTokens, type Tier } from "@personal-diary/client";

export { failed, refused } from "./rejections.js";

const served = process.env["DIARY_URL"];
if (!served) throw new Error("DIARY_URL must name a served diary, such as http://127.0.0.1:5080");

/** Its endpoint. */
export const url = new URL("/graphql", served).href;

/** A client without a session. */
export const stranger = (): DiaryClient => new DiaryClient(url);

/** Somebody who has no account yet. */
export const somebody = (tier: Tier): NewAccount => ({
  tier,
  email: `client-${randomUUID()}@example.org`,
  password: `correct horse ${randomUUID()}`,
  device: "A laptop with a näme",
  timeZone: "Europe/Vienna",
});

/** An account that has just signed up, its client, and the tokens that it holds. */
export async function signedUp(tier: Tier, options: Partial<NewAccount> = {}, transport: DiaryClientOptions = {}) {
  const me = { ...somebody(tier), ...options };
  let tokens: SessionTokens | null = null;
  const client = new DiaryClient(url, { ...transport, onTokens: (changed) => (tokens = changed) });
  const { account, recoveryCodes } = await client.signUp(me);
  return { me, client, account, recoveryCodes, tokens: () => tokens! };
}
