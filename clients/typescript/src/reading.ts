import { fromUtf8 } from "./cryptography/bytes.js";

/** JSON was not what it should be. */
export class Unreadable extends Error {}

/** An object's members. */
export type Fields = Record<string, unknown>;

/** The value of UTF-8 JSON; throws for anything else. */
export const readJson = (json: Uint8Array): unknown => JSON.parse(fromUtf8(json) ?? "");

/** Null counts as absent. */
export const optional = <T>(value: unknown, read: (value: unknown) => T): T | undefined =>
  value === undefined || value === null ? undefined : read(value);

export const asFields = (value: unknown): Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : refuse();

export const asText = (value: unknown): string => (typeof value === "string" ? value : refuse());

export const asNumber = (value: unknown): number => (typeof value === "number" ? value : refuse());

export const asList = (value: unknown): unknown[] => (Array.isArray(value) ? value : refuse());

function refuse(): never {
  throw new Unreadable();
}
