import { PythonSyntaxError } from "../../python/syntax/error.ts";
import { parsePython } from "../../python/syntax/parse.ts";

/** One rule as it stands in a text. */
export interface Piece {
  readonly text: string;
  /** Line that it begins in, from 1. */
  readonly line: number;
}

/** Splits a string of rules as the module does: at each separator, without empty pieces, blanks kept. */
export function piecesOf(text: string, separator: string): readonly Piece[] {
  if (separator === "") throw new Error("Cannot split rules as the separator must not be empty");
  let line = 1;
  return text.split(separator).flatMap((piece) => {
    const begins = line;
    line += `${piece}${separator}`.split("\n").length - 1;
    return piece === "" ? [] : [{ text: piece, line: begins }];
  });
}

/** Reads rules one a line; one whose brackets are open goes on in the next lines. */
export function rulesInText(text: string): readonly Piece[] {
  const lines = text.replace(/^\ufeff/, "").split(/\r\n|\r|\n/);
  const pieces: Piece[] = [];
  for (let at = 0; at < lines.length; at++) {
    const first = lines[at] ?? "";
    if (first.trim() === "" || first.trim().startsWith("#")) continue;
    let end = at;
    while (isOpen(lines.slice(at, end + 1).join("\n")) && end + 1 < lines.length && end - at < 200)
      end++;
    // Brackets that never close are a fault of this line alone.
    if (isOpen(lines.slice(at, end + 1).join("\n"))) end = at;
    pieces.push({
      text: lines
        .slice(at, end + 1)
        .join("\n")
        .trim(),
      line: at + 1,
    });
    at = end;
  }
  return pieces;
}

/** Whether a text ends before its brackets do. */
function isOpen(text: string): boolean {
  try {
    parsePython(text.trim());
    return false;
  } catch (error) {
    return error instanceof PythonSyntaxError && error.message.endsWith("before the end");
  }
}
