// An application's operations: codegen makes their types, tsc checks them and what is done with their results.
import type { ResultOf, VariablesOf } from '@graphql-typed-document-node/core';
import { graphql, useFragment } from '../../build/web';

export const EntryCard = graphql(`
  fragment EntryCard on Entry {
    id
    version
    entryDate
    content { __typename ... on PlainContent { title body mood } }
    tags { token name auto }
    deletedAt
  }
`);

export const Diary = graphql(`
  query Diary($first: Int, $after: String, $filter: EntryFilter, $order: EntryOrder) {
    entries(first: $first, after: $after, filter: $filter, order: $order) {
      totalCount
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      edges { cursor node { ...EntryCard } }
    }
    tags { name entryCount }
  }
`);

export const History = graphql(`
  query History($id: ID!, $version: Int!) {
    entry(id: $id) {
      revisions(first: 5) { nodes { version recordedAt session } totalCount }
      revision(version: $version) { entryDate content { __typename ... on PlainContent { body } } }
    }
  }
`);

export const Me = graphql(`
  query Me { me { id email tier timeZone createdAt recoveryCodesLeft publicKey } }
`);

export const SignUp = graphql(`
  mutation SignUp($input: SignUpInput!) {
    signUp(input: $input) {
      session { accessToken accessTokenExpiresAt refreshToken refreshTokenExpiresAt }
      account { id }
      recoveryCodes
      problems { __typename code message field }
    }
  }
`);

export const Edit = graphql(`
  mutation Edit($input: EditEntryInput!) {
    editEntry(input: $input) {
      entry { ...EntryCard }
      problems { __typename code message field ... on VersionConflict { currentVersion current { id version } } }
    }
  }
`);

export const Purge = graphql(`
  mutation Purge($input: EntryCommandInput!) {
    purgeEntry(input: $input) { problems { code } }
  }
`);

// @oneOf: exactly one of the members.
export const signUp: VariablesOf<typeof SignUp> = {
  input: { email: 'ada@example.org', tier: 'UCE', credential: { password: 'correct horse battery' }, device: 'Laptop' },
};

// @ts-expect-error an E2E key and a password are not both given
export const both: VariablesOf<typeof SignUp>['input']['credential'] = { password: 'x', nope: 'y' };

export function currentVersion(result: ResultOf<typeof Edit>): number | undefined {
  for (const problem of result.editEntry.problems)
    if (problem.__typename === 'VersionConflict') return problem.currentVersion;
  const card = useFragment(EntryCard, result.editEntry.entry);
  return card?.version;
}

export function titles(result: ResultOf<typeof Diary>): (string | null | undefined)[] {
  return result.entries.edges.map(({ node }) => {
    const { content } = useFragment(EntryCard, node);
    return content.__typename === 'PlainContent' ? content.title : undefined;
  });
}
