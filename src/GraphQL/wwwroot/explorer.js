'use strict';

// The explorer asks the address that it was served from. Sign in with the signIn mutation, then put the token into the headers tab:
// { "Authorization": "Bearer ..." }. Headers are not kept when the page is closed.
const fetcher = GraphiQL.createFetcher({ url: location.pathname });

ReactDOM.createRoot(document.getElementById('explorer')).render(
  React.createElement(GraphiQL, {
    fetcher,
    shouldPersistHeaders: false,
    defaultQuery: '# Ctrl+Space completes, Ctrl+Enter runs.\n\nquery Explore {\n  __typename\n}\n',
    defaultHeaders: '{\n  "Authorization": "Bearer "\n}\n',
  }),
);
