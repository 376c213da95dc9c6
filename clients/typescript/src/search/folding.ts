/** NFKC and lower case, with one kind of apostrophe and without format characters. Diacritics stay: stemmers need them. */
export function fold(word: string): string {
  if (/^[\x20-\x7E]*$/.test(word)) return word.toLowerCase();
  return word
    .normalize("NFKC")
    .replaceAll("İ", "i")
    .toLowerCase()
    .replaceAll("ß", "ss")
    .replaceAll("ς", "σ")
    .replace(/[\u2018\u2019\u02BC]/g, "'")
    .replace(/[\p{Cf}\uFE00-\uFE0F]/gu, "")
    .normalize("NFKC");
}

const letters: Readonly<Record<string, string>> = { ё: "е", ø: "o", æ: "ae", œ: "oe", ł: "l", đ: "d", ð: "d", þ: "th" };

/** Latin letters without their marks (é to e, ø to o), and Cyrillic ё as е. In other scripts, marks make other letters. */
export const withoutDiacritics = (folded: string): string =>
  folded.replace(/[\u00C0-\u036F\u1E00-\u1EFFё]/g, (c) => letters[c] ?? c.normalize("NFD").replace(/[\u0300-\u036F]/g, ""));
