/** A value an event pattern can test. */
export type Leaf = string | number | boolean | null;

/** One leaf of an event under some path. */
export interface FieldValue {
  readonly leaf: Leaf;
  /** Elements of which arrays it lies in; absent when it lies in none. */
  readonly membership: Membership | undefined;
}

/** A chain of "element `index` of `array`"; every array occurs once. */
export interface Membership {
  readonly array: readonly unknown[];
  readonly index: number;
  readonly outer: Membership | undefined;
}

/** Finds every leaf under one path. */
export type FieldReader = (event: Readonly<Record<string, unknown>>) => readonly FieldValue[];

/**
 * Makes a reader of one path. Keys of the event may themselves hold dots: `a.b` finds both
 * `{"a.b": 1}` and `{"a": {"b": 1}}`. Arrays on the way are entered, as are arrays of arrays.
 * Objects and arrays are no leaves; a path with an empty segment finds nothing, as on the service.
 *
 * @param path Keys joined with `.`.
 */
export function compileField(path: string): FieldReader {
  const segments = path.split(".");
  if (segments.includes("")) return () => [];
  const keys = segments.map((_, from) =>
    segments.slice(from).map((_, length) => segments.slice(from, from + length + 1).join(".")),
  );
  return (event) => {
    const found: FieldValue[] = [];
    readObject(event, keys, 0, undefined, found);
    return found;
  };
}

/**
 * Joins what two leaves of one match say about array elements.
 *
 * @returns `undefined` if they lie in different elements of one array; `soFar` itself if the
 * second adds nothing.
 */
export function mergeMembership(
  soFar: Membership,
  added: Membership | undefined,
): Membership | undefined {
  let merged = soFar;
  for (let link = added; link !== undefined; link = link.outer) {
    const index = indexIn(soFar, link.array);
    if (index === undefined) merged = { array: link.array, index: link.index, outer: merged };
    else if (index !== link.index) return undefined;
  }
  return merged;
}

/** The membership of no array: where a match starts. */
export const NO_MEMBERSHIP: Membership = { array: [], index: 0, outer: undefined };

function indexIn(chain: Membership, array: readonly unknown[]): number | undefined {
  for (let link: Membership | undefined = chain; link !== undefined; link = link.outer) {
    if (link.array === array) return link.index;
  }
  return undefined;
}

/** `keys[from]` are the joined keys of one, two, … segments that may come next. */
function readObject(
  object: Readonly<Record<string, unknown>>,
  keys: readonly (readonly string[])[],
  from: number,
  membership: Membership | undefined,
  found: FieldValue[],
): void {
  const candidates = keys[from] ?? [];
  for (let length = 1; length <= candidates.length; length++) {
    const key = candidates[length - 1] as string;
    if (Object.hasOwn(object, key)) {
      readValue(object[key], keys, from + length, membership, found);
    }
  }
}

function readValue(
  value: unknown,
  keys: readonly (readonly string[])[],
  from: number,
  membership: Membership | undefined,
  found: FieldValue[],
): void {
  if (Array.isArray(value)) readArray(value, keys, from, membership, found);
  else if (typeof value === "object" && value !== null) {
    readObject(value as Record<string, unknown>, keys, from, membership, found);
  } else if (from === keys.length && value !== undefined) {
    found.push({ leaf: value as Leaf, membership });
  }
}

function readArray(
  array: readonly unknown[],
  keys: readonly (readonly string[])[],
  from: number,
  membership: Membership | undefined,
  found: FieldValue[],
): void {
  for (const [index, element] of array.entries()) {
    const nested = typeof element === "object" && element !== null;
    const within = nested ? { array, index, outer: membership } : membership;
    readValue(element, keys, from, within, found);
  }
}
