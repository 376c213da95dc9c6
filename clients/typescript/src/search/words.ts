import { fold } from "./folding.js";

/** A word of a text. */
export interface Word {
  /** Where it begins, in UTF-16 units. */
  readonly start: number;
  /** In UTF-16 units, from 1 to 64. */
  readonly length: number;
  /** In the form in which words are compared. */
  readonly folded: string;
}

const mostUnits = 64;

// One locale for all devices: what a word is must not depend on where it is written.
const segmenter = new Intl.Segmenter("en", { granularity: "word" });
const pictograph = /^(?:\p{Extended_Pictographic}|\p{Regional_Indicator})/u;

// A segmenter takes time that is quadratic in the text: it is given what stands between spaces, and of that so much at a time.
const spacedPiece = /\S{1,500}/gu;

// Scripts that write no spaces. Dictionaries of where their words end differ between platforms: pairs of characters need none.
const unspacedCharacter =
  "(?=[\\p{L}\\p{Nl}])[\\p{sc=Han}\\p{sc=Hira}\\p{sc=Kana}\\p{sc=Hang}\\p{sc=Thai}\\p{sc=Laoo}\\p{sc=Mymr}\\p{sc=Khmr}ー]\\p{M}*";
const unspacedRun = new RegExp(`(?:${unspacedCharacter})+`, "gu");
const unspaced = new RegExp(unspacedCharacter, "gu");

/** The words of a text, in order. Scripts without spaces give overlapping pairs of characters, a lonely character itself. */
export function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  const add = (start: number, written: string): void => {
    const cut = written.length <= mostUnits ? written : written.slice(0, mostUnits).replace(/[\uD800-\uDBFF]$/, "");
    const folded = fold(cut);
    if (folded !== "") words.push({ start, length: cut.length, folded });
  };

  let at = 0;
  for (const { 0: run, index } of text.matchAll(unspacedRun)) {
    addSpaced(text.slice(at, index), at, add);
    addPairs(run, index, add);
    at = index + run.length;
  }
  addSpaced(text.slice(at), at, add);
  return words;
}

function addSpaced(text: string, offset: number, add: (start: number, written: string) => void): void {
  for (const { 0: piece, index: start } of text.matchAll(spacedPiece)) {
    for (const { segment, index, isWordLike } of segmenter.segment(piece)) {
      if (isWordLike || pictograph.test(segment)) add(offset + start + index, segment);
    }
  }
}

function addPairs(run: string, offset: number, add: (start: number, written: string) => void): void {
  const characters = Array.from(run.matchAll(unspaced));
  if (characters.length === 1) add(offset, run);
  for (let i = 0; i + 1 < characters.length; i++) {
    const [first, second] = [characters[i]!, characters[i + 1]!];
    add(offset + first.index, first[0] + second[0]);
  }
}
