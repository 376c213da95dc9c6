import type { BlindIndex } from "../cryptography/blindIndex.js";
import { toBase64 } from "../cryptography/text.js";
import type { EntrySource } from "../generated/operations.js";
import type { StemLists } from "../search/tokenPlan.js";

/** The most tokens of one request. */
export const mostTokens = 10_000;

const firstQuarters = 4;
const fields = ["title", "body"] as const;

/** The quarters from one day's back to another's, or so many: a day of each, newest first. */
export function quartersBack(newest: string, oldest: string | null, most: number): string[] {
  const numberOf = (day: string) => Number(day.slice(0, 4)) * 4 + Math.floor((Number(day.slice(5, 7)) - 1) / 3);
  const [last, first] = [numberOf(newest), oldest === null ? 4 : numberOf(oldest)]; // 0001Q1 is the first of all
  return Array.from({ length: Math.max(Math.min(last - first + 1, most), 0) }, (_, i) => {
    const number = last - i;
    return `${String(Math.floor(number / 4)).padStart(4, "0")}-${String((number % 4) * 3 + 1).padStart(2, "0")}-01`;
  });
}

/** The day before another; null before the first of all. */
export function dayBefore(day: string): string | null {
  const before = new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000);
  return before.getUTCFullYear() < 1 ? null : before.toISOString().slice(0, 10);
}

/** How many quarters the next request looks through: more from one to the next, as far as its tokens go. */
export function quartersAt(step: number, lists: StemLists, sources: number): number {
  const ofQuarter = lists.reduce((sum, stems) => sum + stems.length, 0) * fields.length * sources;
  return Math.max(Math.min(firstQuarters * 4 ** step, Math.floor(mostTokens / ofQuarter)), 1);
}

/** The tokens of stems in some quarters: as many lists as there are lists of stems. */
export const tokensOf = (
  index: BlindIndex, lists: StemLists, quarters: readonly string[], sources: readonly EntrySource[],
): string[][] =>
  lists.map((stems) => stems.flatMap((stem) => quarters.flatMap((day) => sources.flatMap((source) =>
    fields.map((field) => toBase64(index.searchTerm(source, day, field, stem)))))));
