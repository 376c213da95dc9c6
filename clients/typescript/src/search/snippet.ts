import type { Mark } from "./matcher.js";

const width = 200;
const slack = 40; // how far an end is moved to find a gap between words
const entities: Readonly<Record<string, string>> = { "<": "&lt;", ">": "&gt;", "&": "&amp;", '"': "&quot;", "'": "&#39;" };

/**
 * The passage of a body that shows best why it was found, of about 200 characters: with the most different terms, and of such the one
 * with the most matches; the beginning where there are none. Matches stand between `<mark>` and `</mark>`, all else is HTML-escaped,
 * white space and controls are single spaces, a cut end is an ellipsis.
 * @param marks In order.
 */
export function snippetOf(body: string, marks: readonly Mark[]): string {
  const [first, last] = densest(marks);
  const [from, to] = marks.length === 0 ? [0, 0] : [marks[first]!.start, endOf(marks[last]!)];
  const around = Math.max(width - (to - from), 0);
  let start = from <= around / 2 ? 0 : startNear(body, from, from - Math.floor(around / 2));
  const end = endNear(body, to, Math.max(Math.min(start + width, body.length), to));
  if (end === body.length && start > 0 && end - start < width) {
    start = end <= width ? 0 : startNear(body, from, Math.min(start, end - width));
  }
  return write(body, marks, start, end);
}

const endOf = ({ start, length }: Mark): number => start + length;

/** The window of marks, by their first and last number, that lies within the width and has the most to show. */
function densest(marks: readonly Mark[]): [first: number, last: number] {
  let [best, mostTerms, mostMarks]: [[number, number], number, number] = [[0, 0], 0, 0];
  const counts = new Map<number, number>();
  for (let first = 0, end = 0; first < marks.length; first++) {
    for (; end < marks.length && (end === first || endOf(marks[end]!) <= marks[first]!.start + width); end++) {
      counts.set(marks[end]!.term, (counts.get(marks[end]!.term) ?? 0) + 1);
    }
    if (counts.size > mostTerms || (counts.size === mostTerms && end - first > mostMarks)) {
      [best, mostTerms, mostMarks] = [[first, end - 1], counts.size, end - first];
    }
    const { term } = marks[first]!;
    const left = counts.get(term)! - 1;
    if (left === 0) counts.delete(term);
    else counts.set(term, left);
  }
  return best;
}

function startNear(body: string, most: number, wanted: number): number {
  for (let at = Math.max(wanted, 1); at < Math.min(wanted + slack, most); at++) {
    if (isGap(body[at - 1]!) && !isGap(body[at]!)) return at;
  }
  return whole(body, wanted);
}

function endNear(body: string, least: number, wanted: number): number {
  if (wanted === body.length) return wanted;
  for (let at = wanted; at > Math.max(wanted - slack, least); at--) {
    if (isGap(body[at]!) && !isGap(body[at - 1]!)) return at;
  }
  return whole(body, wanted);
}

/** Not between the halves of a surrogate pair. */
const whole = (body: string, at: number): number =>
  /^[\uD800-\uDBFF][\uDC00-\uDFFF]$/.test(body.slice(Math.max(at - 1, 0), at + 1)) ? at - 1 : at;

const isGap = (c: string): boolean => /[\s\p{Cc}]/u.test(c);

function write(body: string, marks: readonly Mark[], start: number, end: number): string {
  const runs: [from: number, to: number][] = [];
  for (const mark of marks) {
    const [from, to] = [Math.max(mark.start, start), Math.min(endOf(mark), end)];
    const last = runs.at(-1);
    if (from >= to) continue;
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else runs.push([from, to]);
  }
  let [html, at] = ["", start];
  for (const [from, to] of runs) {
    html += `${escaped(body.slice(at, from))}<mark>${escaped(body.slice(from, to))}</mark>`;
    at = to;
  }
  return `${start > 0 ? "…" : ""}${html}${escaped(body.slice(at, end))}${end < body.length ? "…" : ""}`;
}

const escaped = (text: string): string =>
  text.replace(/[\s\p{Cc}]+/gu, " ").replace(/\p{Surrogate}/gu, "\uFFFD").replace(/[<>&"']/g, (c) => entities[c]!);
