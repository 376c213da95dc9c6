// Apollo Client and urql over HTTP, as applications use them.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { ApolloClient, HttpLink, InMemoryCache, gql } from '@apollo/client/core/index.js';
import { CombinedGraphQLErrors } from '@apollo/client/errors/index.js';
import { Client, cacheExchange, fetchExchange } from '@urql/core';
import { ask, entryInput, signUp, url, writeEntries } from './lib/diary.mjs';

const CARD = gql`
  fragment Card on Entry { id version entryDate content { __typename ... on PlainContent { title body } } tags { name } createdAt }
`;
const PAGE = gql`
  query Page($first: Int, $after: String) {
    entries(first: $first, after: $after) { totalCount pageInfo { hasNextPage endCursor } edges { cursor node { ...Card } } }
  }
  ${CARD}
`;
const CREATE = gql`
  mutation Create($input: CreateEntryInput!) { createEntry(input: $input) { entry { ...Card } problems { code message field } } }
  ${CARD}
`;
const EDIT = gql`
  mutation Edit($input: EditEntryInput!) {
    editEntry(input: $input) {
      entry { ...Card }
      problems { __typename code field ... on VersionConflict { currentVersion current { id version } } }
    }
  }
  ${CARD}
`;

let ada;
before(async () => {
  ada = await signUp();
  await writeEntries(25, ada.token);
});

const apollo = token =>
  new ApolloClient({
    link: new HttpLink({ uri: url, headers: token ? { authorization: `Bearer ${token}` } : {} }),
    cache: new InMemoryCache({ possibleTypes: { Node: ['Account', 'Entry'], EntryContent: ['PlainContent'], Problem: ['Refusal', 'VersionConflict'] } }),
  });

const urql = (token, options = {}) =>
  new Client({
    url,
    preferGetMethod: false,
    exchanges: [cacheExchange, fetchExchange],
    fetchOptions: { headers: token ? { authorization: `Bearer ${token}` } : {} },
    ...options,
  });

test('Apollo: pages are read to the end and normalised by id', async () => {
  const client = apollo(ada.token);
  const seen = new Set();
  for (let after = null, more = true; more; ) {
    const { data } = await client.query({ query: PAGE, variables: { first: 10, after }, fetchPolicy: 'network-only' });
    assert.equal(data.entries.totalCount, 25);
    for (const { node } of data.entries.edges) seen.add(node.id);
    ({ hasNextPage: more, endCursor: after } = data.entries.pageInfo);
  }
  assert.equal(seen.size, 25);
  const newest = client.readQuery({ query: PAGE, variables: { first: 10, after: null } }).entries.edges[0].node;
  assert.equal(newest.content.title, 'Day 24');
  assert.equal(client.cache.identify(newest), `Entry:${newest.id}`);
  client.stop();
});

test('Apollo: an edit reaches every query through the cache; a stale one is refused with the current version', async () => {
  const client = apollo(ada.token);
  const input = entryInput(100);
  const { data } = await client.mutate({ mutation: CREATE, variables: { input } });
  assert.deepEqual(data.createEntry.problems, []);
  const again = await client.mutate({ mutation: CREATE, variables: { input } });
  assert.equal(again.data.createEntry.entry.version, 1);
  const edit = { id: input.id, expectedVersion: 1, content: { plain: { title: 'Changed', body: 'New', tags: [] } } };
  await client.mutate({ mutation: EDIT, variables: { input: edit } });
  const cached = client.cache.readFragment({ fragment: CARD, from: { __typename: 'Entry', id: input.id } });
  assert.deepEqual([cached.version, cached.content.title, cached.tags], [2, 'Changed', []]);
  const { data: stale } = await client.mutate({ mutation: EDIT, variables: { input: { ...edit, content: { plain: { body: 'Other' } } } } });
  const [problem] = stale.editEntry.problems;
  assert.deepEqual([problem.__typename, problem.code, problem.currentVersion, problem.current.id], ['VersionConflict', 'VERSION_CONFLICT', 2, input.id]);
  client.stop();
});

test('Apollo: errors keep their codes', async () => {
  const anonymous = apollo();
  await assert.rejects(anonymous.query({ query: gql`{ me { id } }` }), error => {
    assert.ok(CombinedGraphQLErrors.is(error), `${error}`);
    assert.equal(error.errors[0].extensions.code, 'UNAUTHENTICATED');
    return true;
  });
  await assert.rejects(anonymous.query({ query: gql`{ nope }` }), error => error.errors?.[0].extensions.code === 'FIELDS_ON_CORRECT_TYPE');
  anonymous.stop();
  const client = apollo(ada.token);
  const bad = gql`query Bad($after: String) { entries(after: $after) { nodes { id } } }`;
  await assert.rejects(client.query({ query: bad, variables: { after: 'x' } }), error => error.errors?.[0].extensions.code === 'INVALID_CURSOR');
  await assert.rejects(client.query({ query: PAGE, variables: { first: 101 } }), error => error.errors?.[0].extensions.code === 'INVALID_PAGE_SIZE');
  client.stop();
});

test('urql: POST, GET, and codes of errors', async () => {
  const client = urql(ada.token);
  assert.equal((await client.query(PAGE, { first: 2 }).toPromise()).data.entries.edges.length, 2);
  const node = await client.query('query One($id: ID!) { node(id: $id) { id } }', { id: 'no such id' }, { preferGetMethod: 'force' }).toPromise();
  assert.deepEqual([node.error, node.data.node], [undefined, null]);
  const bad = await client.query('{ nope }', {}).toPromise();
  assert.equal(bad.error.graphQLErrors[0].extensions.code, 'FIELDS_ON_CORRECT_TYPE');
});

test('urql: a mutation by GET is refused, and the entry is not written', async () => {
  const input = entryInput(200);
  const get = new URL(url);
  get.searchParams.set('query', 'mutation M($input: CreateEntryInput!) { createEntry(input: $input) { entry { id } } }');
  get.searchParams.set('variables', JSON.stringify({ input }));
  const response = await fetch(get, { headers: { authorization: `Bearer ${ada.token}` } });
  assert.deepEqual([response.status, response.headers.get('allow')], [405, 'POST']);
  const { data } = await ask('query One($id: ID!) { entry(id: $id) { id } }', { id: input.id }, ada.token);
  assert.equal(data.entry, null);
});

test('urql: a spent token is told from a good one, and does not stand in the way of renewing the session', async () => {
  const eve = await signUp();
  const spent = urql('this.is.no.token');
  const refused = await spent.query('{ me { id } }', {}).toPromise();
  assert.equal(refused.error.graphQLErrors[0].extensions.code, 'UNAUTHENTICATED');
  assert.equal(refused.error.response.status, 401);
  const renewed = await spent
    .mutation('mutation Renew($t: String!) { refreshSession(refreshToken: $t) { session { accessToken } problems { code } } }', { t: eve.refreshToken })
    .toPromise();
  assert.deepEqual(renewed.data.refreshSession.problems, []);
  const me = await urql(renewed.data.refreshSession.session.accessToken).query('{ me { id email tier } }', {}).toPromise();
  assert.deepEqual([me.data.me.email, me.data.me.tier], [eve.email, 'UCE']);
});

test('urql: signing in and out; wrong credentials are a problem, not an error', async () => {
  const SIGN_IN = 'mutation In($input: SignInInput!) { signIn(input: $input) { session { accessToken } problems { __typename code } } }';
  const input = { email: ada.email, credential: { password: ada.password }, device: 'Second device' };
  const client = urql();
  const wrong = await client.mutation(SIGN_IN, { input: { ...input, credential: { password: 'wrong wrong wrong' } } }).toPromise();
  assert.deepEqual([wrong.error, wrong.data.signIn.session, wrong.data.signIn.problems[0].code], [undefined, null, 'WRONG_CREDENTIAL']);
  const right = await client.mutation(SIGN_IN, { input }).toPromise();
  assert.deepEqual(right.data.signIn.problems, []);
  const out = await urql(right.data.signIn.session.accessToken).mutation('mutation Out { signOut { ended problems { code } } }', {}).toPromise();
  assert.deepEqual(out.data.signOut, { __typename: 'SignOutPayload', ended: 1, problems: [] });
});

test('the trash: deleted entries leave the list, come back, and are purged', async () => {
  const eve = await signUp();
  const [id] = await writeEntries(1, eve.token);
  const command = name => `mutation C($input: EntryCommandInput!) { ${name}(input: $input) { problems { code } } }`;
  const list = async deleted =>
    (await ask('query L($deleted: Boolean) { entries(filter: { deleted: $deleted }) { nodes { id } } }', { deleted }, eve.token)).data.entries.nodes.length;
  const run = async name => assert.deepEqual((await ask(command(name), { input: { id } }, eve.token)).data[name].problems, []);
  await run('deleteEntry');
  assert.deepEqual([await list(false), await list(true)], [0, 1]);
  await run('undeleteEntry');
  assert.deepEqual([await list(false), await list(true)], [1, 0]);
  await run('deleteEntry');
  await run('purgeEntry');
  assert.deepEqual([await list(false), await list(true)], [0, 0]);
});
