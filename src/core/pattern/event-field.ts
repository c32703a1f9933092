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
  const starts = [0];
  for (const segment of segments) starts.push((starts.at(-1) as number) + segment.length + 1);
  const route: Route = { path, starts };
  return (event) => {
    const found: FieldValue[] = [];
    readObject(event, route, 0, undefined, found);
    return found;
  };
}

/** A path, and where in it each segment starts, one more behind its end. */
interface Route {
  readonly path: string;
  readonly starts: readonly number[];
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

/** From the segment `from` on: a key may be one segment, or several with their dots. */
function readObject(
  object: Readonly<Record<string, unknown>>,
  route: Route,
  from: number,
  membership: Membership | undefined,
  found: FieldValue[],
): void {
  const { path, starts } = route;
  const start = starts[from] as number;
  for (let to = from + 1; to < starts.length; to++) {
    const key = path.slice(start, (starts[to] as number) - 1);
    if (Object.hasOwn(object, key)) {
      readValue(object[key], route, to, membership, found);
    }
  }
}

function readValue(
  value: unknown,
  route: Route,
  from: number,
  membership: Membership | undefined,
  found: FieldValue[],
): void {
  const isLast = from === route.starts.length - 1;
  if (Array.isArray(value)) readArray(value, route, from, membership, found);
  else if (typeof value === "object" && value !== null) {
    if (!isLast) readObject(value as Record<string, unknown>, route, from, membership, found);
  } else if (isLast && value !== undefined) {
    found.push({ leaf: value as Leaf, membership });
  }
}

function readArray(
  array: readonly unknown[],
  route: Route,
  from: number,
  membership: Membership | undefined,
  found: FieldValue[],
): void {
  for (const [index, element] of array.entries()) {
    const nested = typeof element === "object" && element !== null;
    const within = nested ? { array, index, outer: membership } : membership;
    readValue(element, route, from, within, found);
  }
}
