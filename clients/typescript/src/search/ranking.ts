import type { Match } from "./matcher.js";

const saturation = 1.2;
const lengthWeight = 0.75;
const titleWeight = 3;

/**
 * BM25 over two fields (Robertson, Zaragoza and Taylor, "Simple BM25 Extension to Multiple Weighted Fields", 2004), as if the title
 * stood there three times: the score of each, in their order. How rare a term is, and how long texts are, is told by the given ones.
 */
export function scoresOf(matches: readonly Match[]): number[] {
  const terms = matches[0]?.counts.map((_, term) => term) ?? [];
  const frequency = (match: Match, term: number) => titleWeight * match.counts[term]!.title + match.counts[term]!.body;
  const length = (match: Match) => titleWeight * match.titleWords + match.bodyWords;
  const average = matches.reduce((sum, match) => sum + length(match), 0) / matches.length;
  const weights = terms.map((term) => {
    const having = matches.filter((match) => frequency(match, term) > 0).length;
    return Math.log(1 + (matches.length - having + 0.5) / (having + 0.5));
  });
  return matches.map((match) => {
    const norm = saturation * (1 - lengthWeight + (average > 0 ? (lengthWeight * length(match)) / average : 0));
    return terms.reduce((score, term) => {
      const times = frequency(match, term);
      return score + (weights[term]! * times * (saturation + 1)) / (times + norm);
    }, 0);
  });
}
