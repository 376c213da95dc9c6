'use strict';

// The explorer asks the address that it was served from. Headers, and so tokens, are not kept when the page is closed.
const fetcher = GraphiQL.createFetcher({ url: location.pathname });

ReactDOM.createRoot(document.getElementById('explorer')).render(
  React.createElement(GraphiQL, {
    fetcher,
    shouldPersistHeaders: false,
    defaultQuery: '# Ctrl+Space completes, Ctrl+Enter runs.\n# Signed in? Put { "Authorization": "Bearer <access token>" } into the headers tab.\n\nquery Explore {\n  __typename\n}\n',
  }),
);
