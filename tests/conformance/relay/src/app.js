import { graphql } from 'relay-runtime';

export const query = graphql`
  query appEntriesQuery($count: Int!, $cursor: String) {
    ...app_list @arguments(count: $count, cursor: $cursor)
  }
`;

export const list = graphql`
  fragment app_list on Query
  @refetchable(queryName: "appListPaginationQuery")
  @argumentDefinitions(count: { type: "Int", defaultValue: 10 }, cursor: { type: "String" }) {
    entries(first: $count, after: $cursor) @connection(key: "app_entries") {
      edges { node { id ...app_card } }
    }
  }
`;

export const card = graphql`
  fragment app_card on Entry @refetchable(queryName: "appCardRefetchQuery") {
    version
    entryDate
    content { __typename ... on PlainContent { title } }
  }
`;

export const create = graphql`
  mutation appCreateMutation($input: CreateEntryInput!, $connections: [ID!]!) {
    createEntry(input: $input) {
      entry @prependNode(connections: $connections, edgeTypeName: "EntryEdge") { id ...app_card }
      problems { __typename code field }
    }
  }
`;

export const edit = graphql`
  mutation appEditMutation($input: EditEntryInput!) {
    editEntry(input: $input) {
      entry { id ...app_card }
      problems { __typename code ... on VersionConflict { currentVersion } }
    }
  }
`;

export const node = graphql`
  query appNodeQuery($id: ID!) {
    node(id: $id) { __typename id ... on Entry { ...app_card @alias(as: "card") } }
  }
`;
