import { parsePython } from "../../python/syntax/parse.ts";
import type { Meaning } from "../rule-file.ts";
import { translateRule } from "../translate-rule.ts";
import { flatReads, listsForGenerators, truthAtEnd } from "./slip.ts";
import { codeParts, joinedLines } from "./slip-text.ts";

/** What was meant by an expression that never matched, if some of the usual slips explain it. */
export function meaningOf(python: string): Meaning | undefined {
  const tried = new Set<string>([python]);
  let texts: readonly string[] = [python];
  for (let round = 0; round < MOST_SLIPS; round++) {
    texts = texts.flatMap((text) =>
      SLIPS.flatMap((mend) => {
        const mended = mend(text);
        if (mended === undefined || mended === text || tried.has(mended)) return [];
        tried.add(mended);
        return [mended];
      }),
    );
    for (const text of texts) {
      const translated = translateRule(text);
      if (translated.verdict === "same") return { python: text, match: translated.match };
    }
  }
  return undefined;
}

/** An expression with more of them is not understood. */
const MOST_SLIPS = 3;

type Mend = (text: string) => string | undefined;

function inCode(mend: (code: string) => string): Mend {
  return (text) =>
    codeParts(text)
      .map(({ text: part, isCode }) => (isCode ? mend(part) : part))
      .join("");
}

function inTree(mend: typeof flatReads): Mend {
  return (text) => {
    try {
      return mend(parsePython(text), text);
    } catch {
      // What is no Python has no tree; another slip may explain it.
      return undefined;
    }
  };
}

const SLIPS: readonly Mend[] = [
  // An indented line, or lines without brackets.
  (text) => text.trim(),
  joinedLines,
  // A function, or a statement, in place of its value.
  (text) =>
    text
      .replace(/^\s*(?:lambda\s+event\s*:|(?:return|if)\b)\s*/, "")
      .replace(/:\s*(?:return\s+)?True\s*$/, ""),
  // = for ==.
  inCode((code) => code.replace(/(?<![=!<>:])=(?!=)/g, "==")),
  // Another language's words.
  inCode((code) =>
    code
      .replaceAll("===", "==")
      .replaceAll("!==", "!=")
      .replaceAll("&&", " and ")
      .replaceAll("||", " or ")
      .replace(/!(?!=)/g, " not "),
  ),
  inCode((code) => code.replace(/[A-Za-z_]+/g, (word) => WORDS.get(word) ?? word)),
  // Quotes of a word processor.
  (text) => text.replace(/[\u201c\u201d\u201e]/g, '"').replace(/[\u2018\u2019]/g, "'"),
  inTree(listsForGenerators),
  inTree(flatReads),
  inTree(truthAtEnd),
  // A bracket too many or too few.
  (text) => (text.trimEnd().endsWith(")") ? text.trimEnd().slice(0, -1) : undefined),
  (text) => `${text})`,
];

const WORDS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    true: "True",
    false: "False",
    null: "None",
    none: "None",
    nil: "None",
    AND: "and",
    OR: "or",
    NOT: "not",
    IN: "in",
    startsWith: "startswith",
    endsWith: "endswith",
    starts_with: "startswith",
    ends_with: "endswith",
    toLowerCase: "lower",
    toUpperCase: "upper",
    contains: "__contains__",
    includes: "__contains__",
  }),
);
