import { nearest } from "./nearest.ts";
import { ANY, type FieldShape, RECORD_SHAPE } from "./record-shape.ts";

/** Names and list indices that lead to a field. */
export type Path = readonly (string | number)[];

/** A path that no event has. */
export interface UnknownField {
  /** Which of the path's segments is wrong, from 0. */
  readonly at: number;
  /** What is wrong, e.g. "userIdentity has no field typ". */
  readonly reason: string;
  /** The whole path as it was probably meant. */
  readonly suggestion: string | undefined;
}

/**
 * Looks up what CloudTrail writes at a path.
 *
 * @param path Names and list indices from the top of the record.
 * @param below What is written where the path begins; the record by default.
 */
export function fieldAt(path: Path, below: FieldShape = RECORD_SHAPE): FieldShape | UnknownField {
  let shape = below;
  for (const [at, segment] of path.entries()) {
    const next = step(shape, segment);
    if (next === undefined) return unknownField(path, at, shape, below);
    shape = next;
  }
  return shape;
}

/** As {@linkcode fieldAt}, for a flat key, whose digits are indices of lists. */
export function flatFieldAt(key: string): FieldShape | UnknownField {
  return fieldAt(flatPath(key));
}

/** The path of a flat key. */
export function flatPath(key: string): Path {
  return key.split(".").map((part) => (/^\d{1,9}$/.test(part) ? Number(part) : part));
}

/** Whether a look-up found no field. */
export function isUnknownField(found: FieldShape | UnknownField): found is UnknownField {
  return "reason" in found;
}

/** A path as people write it in an expression: `resources[0].ARN`. */
export function pathText(path: Path): string {
  return path
    .map((part, at) => (typeof part === "number" ? `[${part}]` : at === 0 ? part : `.${part}`))
    .join("");
}

/**
 * Says what is wrong with a top-level field that only summaries have (aggregated events, insights of
 * an event data store), where nothing else that is asked speaks of a summary.
 *
 * @param name The field: `accountId` or `eventId`.
 * @param keys All fields that are asked for, as flat keys.
 * @returns What is wrong and what to write instead; undefined if it can be meant.
 */
export function summaryFieldProblem(name: string, keys: Iterable<string>): string | undefined {
  const meant = SUMMARY_FIELDS.get(name);
  if (meant === undefined) return undefined;
  for (const key of keys) {
    if (/^(timeWindow|summary|insight\w*|eventCategory|eventType)(\.|$)/.test(key))
      return undefined;
    if (meant.includes(key)) return undefined;
  }
  return `only aggregated events have a field ${name}; did you mean ${meant.join(" or ")}?`;
}

const SUMMARY_FIELDS: ReadonlyMap<string, readonly string[]> = new Map([
  ["accountId", ["recipientAccountId", "userIdentity.accountId"]],
  ["eventId", ["eventID"]],
]);

function step(shape: FieldShape, segment: string | number): FieldShape | undefined {
  switch (shape.kind) {
    case "any":
      return ANY;
    case "list":
      return typeof segment === "number" ? shape.of : undefined;
    case "object":
      return Object.hasOwn(shape.fields, segment) ? shape.fields[segment] : undefined;
    default:
      return undefined;
  }
}

function unknownField(path: Path, at: number, shape: FieldShape, below: FieldShape): UnknownField {
  const parent = at === 0 ? "a CloudTrail event" : pathText(path.slice(0, at));
  const owner = at === 0 && below !== RECORD_SHAPE ? "what is read here" : parent;
  const text = (meant: Path | undefined) => (meant === undefined ? undefined : pathText(meant));
  switch (shape.kind) {
    case "object": {
      const suggestion = text(meantPath(path, at, shape, below));
      const known = Object.keys(shape.fields);
      const others =
        suggestion === undefined && known.length <= MAX_NAMED
          ? `: there are ${known.join(", ")}`
          : "";
      return { at, reason: `${owner} has no field ${path[at]}${others}`, suggestion };
    }
    case "list": {
      const element = pathText(["", ...path.slice(at)]);
      return { at, reason: `${owner} is a list`, suggestion: `${parent}[*]${element}` };
    }
    default:
      return { at, reason: `${owner} is ${shape.kind} and has no fields`, suggestion: undefined };
  }
}

/** Fields that are named to whom nothing better can be suggested. */
const MAX_NAMED = 16;

/** The path with the segment at `at`, which the object there lacks, as it was probably meant. */
function meantPath(
  path: Path,
  at: number,
  { fields }: Extract<FieldShape, { kind: "object" }>,
  below: FieldShape,
): Path | undefined {
  const name = String(path[at]);
  const rest = path.slice(at + 1);
  const inRecord = below === RECORD_SHAPE;
  if (inRecord && at === 0 && rest.length > 0 && WRAPPERS.has(name.toLowerCase())) {
    return corrected(rest, below) ?? rest;
  }
  const beside = (sibling: string | undefined): Path | undefined =>
    sibling === undefined ? undefined : [...path.slice(0, at), sibling];
  const known = Object.keys(fields);
  const meant =
    beside(known.find((it) => letters(it) === letters(name))) ??
    (inRecord ? elsewhere(name, path.slice(0, at)) : undefined) ??
    beside(nearest(name, known));
  return meant && (corrected([...meant, ...rest], below) ?? meant);
}

/** The path itself if there is such a field; else as it was probably meant. */
function corrected(path: Path, below: FieldShape): Path | undefined {
  let shape = below;
  for (const [at, segment] of path.entries()) {
    const next = step(shape, segment);
    if (next === undefined) {
      return shape.kind === "object" ? meantPath(path, at, shape, below) : undefined;
    }
    shape = next;
  }
  return path;
}

/** A field of this name in another place, rather below `parent`. */
function elsewhere(name: string, parent: Path): Path | undefined {
  const found = pathsOf(RECORD_SHAPE).filter((path) => letters(path.at(-1)) === letters(name));
  const prefix = pathText(parent);
  return found.find((path) => pathText(path).startsWith(prefix)) ?? found[0];
}

/** Every path that leads to a field without passing a list. */
function pathsOf(shape: FieldShape): readonly Path[] {
  if (shape.kind !== "object") return [];
  return Object.entries(shape.fields).flatMap(([name, field]) => [
    [name],
    ...pathsOf(field).map((path) => [name, ...path]),
  ]);
}

/** `user_identity` and `UserIdentity` are the same to people. */
function letters(name: string | number | undefined): string {
  return String(name)
    .toLowerCase()
    .replace(/[^a-z0-9]/g, "");
}

/** What event patterns, and code in other languages, have around a record. */
const WRAPPERS: ReadonlySet<string> = new Set(["detail", "event", "record"]);
