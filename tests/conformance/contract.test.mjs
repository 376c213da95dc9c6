// What is served against what was promised: the contract may be added to, never taken from or changed.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { diff } from '@graphql-inspector/core';
import {
  buildClientSchema,
  buildSchema,
  getIntrospectionQuery,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isSpecifiedScalarType,
  isUnionType,
  validateSchema,
} from 'graphql';
import { ask } from './lib/diary.mjs';

const read = file => readFileSync(new URL(file, import.meta.url), 'utf8');
const golden = buildSchema(read('build/schema.graphql'));
const contract = buildSchema(read('contract.graphql'));
const pending = new Set(read('pending.txt').split('\n').map(line => line.trim()).filter(line => line && !line.startsWith('#')));

/** Every part of a schema with what it promises: "Query.entry(id)" -> "ID!", "Entry.version" -> "Int!", "EntryOrder.X" -> "value". */
function parts(schema) {
  const found = new Map();
  for (const [name, type] of Object.entries(schema.getTypeMap())) {
    if (name.startsWith('__') || isSpecifiedScalarType(type)) continue;
    found.set(name, `${type.constructor.name}${type.isOneOf ? ' @oneOf' : ''}`);
    if (isEnumType(type)) for (const value of type.getValues()) found.set(`${name}.${value.name}`, 'value');
    if (isUnionType(type)) for (const member of type.getTypes()) found.set(`${name}|${member.name}`, 'member');
    if (isObjectType(type) || isInterfaceType(type)) for (const each of type.getInterfaces()) found.set(`${name}&${each.name}`, 'implements');
    if (isObjectType(type) || isInterfaceType(type) || isInputObjectType(type))
      for (const field of Object.values(type.getFields())) {
        found.set(`${name}.${field.name}`, promise(field));
        for (const argument of field.args ?? []) found.set(`${name}.${field.name}(${argument.name})`, promise(argument));
      }
  }
  return found;
}

const promise = ({ type, defaultValue }) => `${type}${defaultValue === undefined ? '' : ` = ${JSON.stringify(defaultValue)}`}`;

/** A part is pending where its own name, its field, or its type is listed. */
const isPending = part => pending.has(part) || pending.has(part.split('(')[0]) || pending.has(part.split(/[.|&]/)[0]);

const served = parts(golden);
const promised = parts(contract);

test('the committed schema is valid', () => assert.deepEqual(validateSchema(golden), []));

/** Fails with one line for each of what should not be there. */
const none = list => assert.ok(list.length === 0, `\n${list.join('\n')}`);

test('nothing that is served differs from the contract', () =>
  none([...promised].filter(([part, says]) => served.has(part) && served.get(part) !== says).map(([part, says]) => `${part}: promised ${says}, served ${served.get(part)}`)));

test('what is not served yet is listed as pending', () => none([...promised.keys()].filter(part => !served.has(part) && !isPending(part))));

test('what is listed as pending is promised and not served', () => none([...pending].filter(part => served.has(part) || !promised.has(part))));

test('the endpoint serves the committed schema', async () => {
  const { data, errors } = await ask(getIntrospectionQuery({ inputValueDeprecation: false }));
  assert.deepEqual(errors, undefined);
  const changes = await diff(golden, buildClientSchema(data));
  // introspection as GraphQL.NET answers it does not say who implements @oneOf by directive
  none(changes.filter(({ type }) => !type.startsWith('DIRECTIVE')).map(({ message }) => message));
});
