import type { DictionaryMatch, Match, ZxcvbnFactory } from "@zxcvbn-ts/core";

// zxcvbn: D. L. Wheeler, "zxcvbn: Low-Budget Password Strength Estimation", USENIX Security 2016, by the packages @zxcvbn-ts. The bounds
// are the server's for passwords that it sees (PasswordStrength.cs): score 3 means not guessed within 10^8 tries.

const minScore = 3;

// The estimate takes time with the square of the length. What begins well is not weak in its end.
const mostUnits = 64;

let estimator: Promise<ZxcvbnFactory> | undefined;

/**
 * Why a password is too easy to guess, as the end of a sentence that holds nothing of it; null where it is not. Its word lists, 1.6 MB,
 * are loaded when it is first asked.
 * @param known What whoever guesses knows of the user, such as an address.
 */
export async function passwordWeakness(password: string, known: readonly string[] = []): Promise<string | null> {
  const { score, sequence } = (await loaded()).check(password.normalize("NFKC").slice(0, mostUnits), known.flatMap(parts));
  if (score >= minScore) return null;
  return `is too easy to guess${reason(sequence)}. Four or five words that have nothing to do with each other are better.`;
}

function loaded(): Promise<ZxcvbnFactory> {
  estimator ??= load().catch((error: unknown) => {
    estimator = undefined; // Perhaps the network's fault: the next one may have more luck.
    throw error;
  });
  return estimator;
}

async function load(): Promise<ZxcvbnFactory> {
  const [core, common, english] = await Promise.all([
    import("@zxcvbn-ts/core"), import("@zxcvbn-ts/language-common"), import("@zxcvbn-ts/language-en"),
  ]);
  const dictionary = { ...common.dictionary, ...english.dictionary };
  return new core.ZxcvbnFactory({ dictionary, graphs: common.adjacencyGraphs });
}

/** A text itself, and the words that it is made of. */
const parts = (text: string): string[] => [...text.split(/[@.\-_+ ]/).filter((part) => part.length > 2), text];

/** What most of it was found to be. */
function reason(matches: readonly Match[]): string {
  const lengths = new Map<string, number>();
  for (const match of matches) {
    const kind = kindOf(match);
    if (kind) lengths.set(kind, (lengths.get(kind) ?? 0) + match.token.length);
  }
  const [longest] = [...lengths].sort(([, one], [, other]) => other - one);
  return longest ? `: it is ${longest[0]}` : "";
}

function kindOf(match: Match): string | null {
  switch (match.pattern) {
    case "dictionary": return kindOfWord(match as DictionaryMatch);
    case "repeat": return "one character many times";
    case "sequence":
    case "wordSequence": return "a sequence such as abc or 123";
    case "spatial": return "a row of neighbouring keys";
    case "date": return "a date";
    case "regex": return "a number";
    default: return null;
  }
}

function kindOfWord({ dictionaryName, l33t }: DictionaryMatch): string {
  if (dictionaryName === "userInputs") return "part of the address";
  if (l33t) return "a common word with a few characters replaced";
  if (dictionaryName.startsWith("passwords")) return "one of the most used passwords";
  return /^(first|last)names/.test(dictionaryName) ? "a name" : "a common word";
}
