// The graphql-ws client, as applications use it: it must follow changes, reconnect with a fresh token, and see every code for what it is.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { ask, entryInput, signUp, url, writeEntries } from './lib/diary.mjs';

const CHANGES = `subscription ($after: String) {
  diaryChanged(after: $after) { cursor node { entryId version kind entry { content { ... on PlainContent { body } } } } }
}`;
const CREATE = 'mutation ($input: CreateEntryInput!) { createEntry(input: $input) { entry { id } problems { code } } }';

let ada;
before(async () => {
  ada = await signUp();
  await writeEntries(5, ada.token);
});

const connect = (token, options = {}) =>
  createClient({
    url: url.replace(/^http/, 'ws'),
    webSocketImpl: WebSocket,
    connectionParams: () => ({ authorization: `Bearer ${typeof token === 'function' ? token() : token}` }),
    retryAttempts: 0,
    ...options,
  });

/** The first cursor: everything but the first entry comes after it. */
async function firstCursor(token) {
  const { data } = await ask('{ changes(first: 1) { edges { cursor } } }', {}, token);
  return data.changes.edges[0].cursor;
}

/** The next events of a subscription. */
async function take(events, count) {
  const taken = [];
  while (taken.length < count) {
    const { value, done } = await events.next();
    assert.equal(done, false);
    assert.deepEqual(value.errors, undefined);
    taken.push(value.data.diaryChanged);
  }
  return taken;
}

test('graphql-ws: what was missed comes first, then what happens', async () => {
  const client = connect(ada.token);
  const events = client.iterate({ query: CHANGES, variables: { after: await firstCursor(ada.token) } });
  const missed = await take(events, 4);
  assert.deepEqual(missed.map(m => m.node.kind), Array(4).fill('WRITTEN'));
  const input = entryInput(40, 'While connected');
  assert.deepEqual((await ask(CREATE, { input }, ada.token)).data.createEntry.problems, []);
  const [now] = await take(events, 1);
  assert.equal(now.node.entryId, input.id);
  assert.equal(now.node.entry.content.body, 'While connected');
  await events.return();
  await client.dispose();
});

test('graphql-ws: queries, mutations and their errors come by the socket too', async () => {
  const client = connect(ada.token);
  const { value } = await client.iterate({ query: '{ me { email } }' }).next();
  assert.equal(value.data.me.email, ada.email);
  const written = await client.iterate({ query: CREATE, variables: { input: entryInput(41) } }).next();
  assert.deepEqual(written.value.data.createEntry.problems, []);
  await assert.rejects(client.iterate({ query: '{ nothing }' }).next(), errors => errors[0].extensions.code === 'FIELDS_ON_CORRECT_TYPE');
  await assert.rejects(
    client.iterate({ query: CHANGES, variables: { after: 'x' } }).next(), errors => errors[0].extensions.code === 'INVALID_CURSOR');
  await client.dispose();
});

test('graphql-ws: a token that is not in force is refused, and a fresh one is tried by itself', async () => {
  let tries = 0;
  await assert.rejects(connect('spent').iterate({ query: '{ me { email } }' }).next(), close => close.code === 4403);
  const client = connect(() => (tries++ === 0 ? 'spent' : ada.token), { retryAttempts: 2, retryWait: async () => {} });
  const { value } = await client.iterate({ query: '{ me { email } }' }).next();
  assert.equal(value.data.me.email, ada.email);
  assert.equal(tries, 2);
  await client.dispose();
});

test('graphql-ws: a session that ends is closed for good', async () => {
  const eve = await signUp();
  const client = connect(eve.token, { retryAttempts: 5 });
  const events = client.iterate({ query: CHANGES });
  let follows = false;
  const first = events.next().then(() => (follows = true));
  for (let n = 0; !follows; n++) {
    // until the subscription stands: operations of one socket run side by side
    await client.iterate({ query: CREATE, variables: { input: entryInput(100 + n) } }).next();
  }
  await first;
  const closed = assert.rejects(async () => {
    for await (const event of events) {
      assert.ok(event.data);
    }
  }, close => close.code === 4401);
  await client.iterate({ query: 'mutation { signOut { ended } }' }).next();
  await closed;
});

test('graphql-ws: pings are answered', async () => {
  let answered;
  const ponged = new Promise(resolve => (answered = resolve));
  const client = connect(ada.token, { lazy: false, keepAlive: 50, on: { pong: received => received && answered() } });
  await ponged;
  await client.dispose();
});
