// The diary under test: its address, its schema file, and an account to test with.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

if (!process.env.DIARY_URL) throw new Error('DIARY_URL must name a served diary, such as http://localhost:5080');

export const url = new URL('/graphql', process.env.DIARY_URL).href;

/** Posts a document and gives the response's JSON with its status. */
export async function ask(query, variables, token) {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json',
      ...(token && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ query, variables }),
  });
  return { status: response.status, headers: response.headers, ...(await response.json()) };
}

/** Signs up a UCE account through the API. */
export async function signUp() {
  const email = `conformance-${randomUUID()}@example.org`;
  const password = `correct horse ${randomUUID()}`;
  const { data, errors } = await ask(
    `mutation SignUp($input: SignUpInput!) {
      signUp(input: $input) { session { accessToken refreshToken } account { id email tier } problems { code message field } }
    }`,
    { input: { email, tier: 'UCE', credential: { password }, device: 'Conformance' } },
  );
  assert.deepEqual(errors, undefined);
  assert.deepEqual(data.signUp.problems, []);
  const { accessToken: token, refreshToken } = data.signUp.session;
  return { email, password, token, refreshToken, account: data.signUp.account };
}

/** The nth entry's input: one a day, from the first of January 2026 on. */
export function entryInput(n, body = `Body ${n}`) {
  const day = new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10);
  return { id: randomUUID(), entryDate: day, content: { plain: { title: `Day ${n}`, body, mood: 'calm', tags: [n % 2 ? 'odd' : 'even'] } } };
}

/** Writes entries through the API and gives their ids in order. */
export async function writeEntries(count, token) {
  const ids = [];
  for (let n = 0; n < count; n++) {
    const input = entryInput(n);
    const { data, errors } = await ask(
      'mutation Write($input: CreateEntryInput!) { createEntry(input: $input) { entry { id } problems { code message } } }',
      { input },
      token,
    );
    assert.deepEqual(errors, undefined);
    assert.deepEqual(data.createEntry.problems, []);
    ids.push(data.createEntry.entry.id);
  }
  return ids;
}
