import { fieldAt, flatPath, isUnknownField, type Path, pathText } from "../record/record-field.ts";
import { unknownFieldText } from "./field-use.ts";

/** What is wrong with one field of a record. */
export interface RecordProblem {
  /** Keys and indices that lead to it in the record as written, where keys may have dots. */
  readonly field: Path;
  /** What is wrong and what to write instead. */
  readonly message: string;
}

/**
 * Finds what a record that a person made up has and no record of CloudTrail has: unknown fields,
 * text that is a boolean or a number, a boolean that is text. What it lacks is no problem, nor are
 * values that are null.
 */
export function recordProblems(
  record: Readonly<Record<string, unknown>>,
): readonly RecordProblem[] {
  return [...problemsBelow(record, [], [])];
}

function* problemsBelow(value: unknown, field: Path, path: Path): Generator<RecordProblem> {
  for (const [key, child] of entriesOf(value)) {
    const inner = [...field, key];
    const below = [...path, ...(typeof key === "string" ? flatPath(key) : [key])];
    const shape = fieldAt(below);
    if (isUnknownField(shape)) {
      yield { field: inner, message: unknownFieldText(shape, false) };
    } else {
      const wrong = typeof child !== "object" && WRITTEN[shape.kind]?.(child);
      if (wrong) yield { field: inner, message: `${pathText(below)} is ${wrong}` };
      yield* problemsBelow(child, inner, below);
    }
  }
}

/** A value of a kind of field as it is to be written instead; undefined if it is right. */
const WRITTEN: Readonly<Record<string, (value: unknown) => string | undefined>> = {
  text: (value) =>
    typeof value === "string"
      ? undefined
      : `text in every event: put it in quotes, ${JSON.stringify(String(value))}`,
  boolean: (value) =>
    typeof value === "boolean" ? undefined : "a boolean in every event: write true or false",
};

function entriesOf(value: unknown): readonly (readonly [string | number, unknown])[] {
  if (typeof value !== "object" || value === null) return [];
  return Array.isArray(value) ? [...value.entries()] : Object.entries(value);
}
