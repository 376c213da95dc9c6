// Relay's own runtime as the client: its store, connection handler and refetch; and what the cursor specification promises.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import relay from 'relay-runtime';
import { ask, entryInput, signUp, writeEntries } from './lib/diary.mjs';

const { ConnectionHandler, Environment, Network, RecordSource, Store, commitMutation, createOperationDescriptor, fetchQuery, getRequest } = relay;
const artifact = async name => (await import(`./build/relay/${name}.graphql.js`)).default;

let ada;
let ids;
before(async () => {
  ada = await signUp();
  ids = await writeEntries(43, ada.token);
});

const environment = () =>
  new Environment({ store: new Store(new RecordSource()), network: Network.create(({ text }, variables) => ask(text, variables, ada.token)) });

const commit = (env, mutation, variables) =>
  new Promise((resolve, reject) =>
    commitMutation(env, {
      mutation,
      variables,
      onCompleted: (data, errors) => (errors ? reject(new Error(JSON.stringify(errors))) : resolve(data)),
      onError: reject,
    }),
  );

function connection(env) {
  let found;
  env.commitUpdate(store => {
    const record = ConnectionHandler.getConnection(store.getRoot(), 'app_entries');
    const page = record.getLinkedRecord('pageInfo');
    const nodes = record.getLinkedRecords('edges').map(edge => edge.getLinkedRecord('node'));
    found = {
      id: record.getDataID(),
      end: page.getValue('endCursor'),
      more: page.getValue('hasNextPage'),
      ids: nodes.map(node => node.getDataID()),
      versions: nodes.map(node => node.getValue('version')),
    };
  });
  return found;
}

test('the store merges pages, prepends what is created, and sees edits and refetches by id', async () => {
  const env = environment();
  const Query = await artifact('appEntriesQuery');
  env.retain(createOperationDescriptor(getRequest(Query), { count: 10, cursor: null }));
  await fetchQuery(env, Query, { count: 10, cursor: null }).toPromise();
  let list = connection(env);
  assert.equal(list.ids.length, 10);
  const More = await artifact('appListPaginationQuery');
  while (list.more) {
    await fetchQuery(env, More, { count: 10, cursor: list.end }).toPromise();
    list = connection(env);
  }
  assert.deepEqual(list.ids, ids.toReversed());

  const input = entryInput(1000);
  const created = await commit(env, await artifact('appCreateMutation'), { input, connections: [list.id] });
  assert.deepEqual(created.createEntry.problems, []);
  assert.equal(connection(env).ids[0], input.id);

  const edit = { id: input.id, expectedVersion: 1, content: { plain: { body: 'Changed' } } };
  await commit(env, await artifact('appEditMutation'), { input: edit });
  assert.equal(connection(env).versions[0], 2);

  const one = await fetchQuery(env, await artifact('appNodeQuery'), { id: input.id }).toPromise();
  assert.deepEqual([one.node.__typename, one.node.id], ['Entry', input.id]);
  ids.push(input.id);
});

async function page(variables) {
  const { data, errors } = await ask(
    `query Page($first: Int, $after: String, $order: EntryOrder) {
      entries(first: $first, after: $after, order: $order) {
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
        edges { cursor node { id } }
        nodes { id }
      }
    }`,
    variables,
    ada.token,
  );
  if (errors) throw new Error(errors[0].extensions.code);
  return data.entries;
}

for (const order of ['ENTRY_DATE_DESC', 'ENTRY_DATE_ASC', 'UPDATED_AT_DESC'])
  test(`cursors: a walk in the order ${order} meets every entry once`, async () => {
    const seen = [];
    let after = null;
    let one;
    do {
      one = await page({ first: 7, after, order });
      assert.equal(one.pageInfo.hasPreviousPage, after !== null);
      assert.equal(one.pageInfo.startCursor, one.edges[0].cursor);
      assert.equal(one.pageInfo.endCursor, one.edges.at(-1).cursor);
      assert.deepEqual(one.nodes, one.edges.map(({ node }) => node));
      seen.push(...one.nodes.map(({ id }) => id));
      after = one.pageInfo.endCursor;
    } while (one.pageInfo.hasNextPage);
    assert.deepEqual(seen.toSorted(), ids.toSorted());
    const beyond = await page({ first: 7, after, order });
    assert.deepEqual([beyond.edges, beyond.pageInfo.hasNextPage, beyond.pageInfo.startCursor], [[], false, null]);
  });

test('cursors: sizes and cursors out of bounds are refused, and none is an empty page', async () => {
  const none = await page({ first: 0 });
  assert.deepEqual([none.edges, none.pageInfo.hasNextPage], [[], true]);
  for (const first of [-1, 101]) await assert.rejects(page({ first }), /INVALID_PAGE_SIZE/);
  for (const after of ['', '!!', 'AAAA']) await assert.rejects(page({ after }), /INVALID_CURSOR/);
  const { pageInfo } = await page({ first: 1, order: 'ENTRY_DATE_ASC' });
  await assert.rejects(page({ after: pageInfo.endCursor, order: 'UPDATED_AT_DESC' }), /INVALID_CURSOR/);
});

test('nodes: every type is found by its id; unknown, malformed and foreign ids are nobody', async () => {
  const node = async (id, token) => (await ask('query One($id: ID!) { node(id: $id) { __typename id } }', { id }, token)).data.node;
  assert.deepEqual(await node(ids[0], ada.token), { __typename: 'Entry', id: ids[0] });
  assert.deepEqual(await node(ada.account.id, ada.token), { __typename: 'Account', id: ada.account.id });
  for (const id of ['', 'x', '00000000-0000-0000-0000-000000000000', '01920c3e-8f2a-7bcd-8123-0123456789ab']) assert.equal(await node(id, ada.token), null);
  const eve = await signUp();
  assert.equal(await node(ids[0], eve.token), null);
  assert.equal(await node(ada.account.id, eve.token), null);
});
