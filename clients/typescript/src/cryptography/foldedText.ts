import { type Bytes, utf8 } from "./bytes.js";

// NFKC: Unicode normalisation form KC, UAX #15. Ill-formed UTF-16 becomes U+FFFD, as it does in UTF-8.
// Case: the simple mappings of Unicode, a character for a character, to upper and then to lower, so that letters with several
// forms meet (σ and ς). No locale is asked: İ and ı stay what they are. White space is what Unicode calls so.
// Other implementations must give the same tokens, so that no mapping of JavaScript's own is used as it is: those are full
// mappings, which make SS of ß. Letters that a platform's version of Unicode does not know yet stay as they are.

/** NFKC, case-folded, trimmed; as UTF-8. */
export const foldedName = (name: string): Bytes => utf8(trim(fold(wellFormed(name).normalize("NFKC"))));

/** NFKC, every run of white space one space, trimmed; case is kept. As UTF-8. */
export const foldedBody = (body: string): Bytes =>
  utf8(trim(wellFormed(body).normalize("NFKC").replace(/\p{White_Space}+/gu, " ")));

const trim = (text: string): string => text.replace(/^\p{White_Space}+|\p{White_Space}+$/gu, "");

const wellFormed = (text: string): string => text.replace(/\p{Surrogate}/gu, "\uFFFD");

const fold = (text: string): string => Array.from(text, (c) => lower(upper(c))).join("");

function upper(c: string): string {
  if (c === "ı") return c;
  const mapped = c.toUpperCase();
  return isOneCharacter(mapped) ? mapped : (greekWithIota(c) ?? c);
}

function lower(c: string): string {
  const mapped = c.toLowerCase();
  return isOneCharacter(mapped) ? mapped : c;
}

// The one group of letters whose simple mapping differs from the letter although the full one is longer: vowels with iota
// subscript have a capital with iota adscript (ᾳ and ᾼ).
function greekWithIota(c: string): string | null {
  const code = c.codePointAt(0)!;
  if (code >= 0x1f80 && code <= 0x1faf && (code & 8) === 0) return String.fromCodePoint(code + 8);
  if (code === 0x1fb3 || code === 0x1fc3 || code === 0x1ff3) return String.fromCodePoint(code + 9);
  return null;
}

const isOneCharacter = (text: string): boolean => text.length === 1 || (text.length === 2 && text.codePointAt(0)! > 0xffff);
