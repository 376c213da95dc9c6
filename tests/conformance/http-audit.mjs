// graphql-http's audits of GraphQL over HTTP, against a server that is not its own.
import { auditServer } from 'graphql-http';
import { url } from './lib/diary.mjs';

const results = await auditServer({ url });
for (const audit of results.filter(({ status }) => status !== 'ok'))
  console.log(audit.status.toUpperCase(), audit.id, audit.name, '--', audit.reason, 'HTTP', audit.response?.status);

const count = word => {
  const some = results.filter(({ name }) => name.startsWith(word));
  return `${word} ${some.filter(({ status }) => status === 'ok').length}/${some.length}`;
};
const passed = results.filter(({ status }) => status === 'ok').length;
console.log(`${count('MUST')}  ${count('SHOULD')}  ${count('MAY')}  total ${passed}/${results.length}`);
process.exit(passed === results.length && results.length >= 61 ? 0 : 1);
