/** A leaf of a record that is not null. */
export type Scalar = string | number | boolean;

/**
 * One CloudTrail record as dot-path → scalar, e.g.
 * `{ eventName: "RunInstances", "userIdentity.arn": "arn:aws:iam::…" }`.
 */
export type FlatEvent = Readonly<Record<string, Scalar>>;

/** Paths that several leaves have, as a dot inside a key makes two alike: path → their values. */
export type Collisions = Map<string, Scalar[]>;

/**
 * Flattens a record to one level, so a rule or an event pattern can name any field by its path.
 *
 * Keys join with `.` and array elements take their index: `resources.0.ARN`. Null leaves and
 * empty objects and arrays leave no key: EventBridge patterns in CloudFormation cannot carry
 * null, and JMESPath reads a missing field as null anyway. A dot inside a source key is not
 * escaped; of two paths that collide, the later wins. Nesting may be of any depth: the walk
 * keeps its own stack.
 *
 * @param record One element of a log file's `Records`; not mutated.
 * @param collisions Gets the paths that collide.
 * @returns One entry per non-null leaf, in document order.
 *
 * @example
 * ```ts
 * flatten({ eventName: "CreateUser", errorCode: null, userIdentity: { type: "Root" } });
 * // { eventName: "CreateUser", "userIdentity.type": "Root" }
 * ```
 */
export function flatten(
  record: Readonly<Record<string, unknown>>,
  collisions?: Collisions,
): FlatEvent {
  const flat: Record<string, Scalar> = {};
  const stack: Frame[] = [frame(record, "")];
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    if (top.next === top.keys.length) {
      stack.pop();
      continue;
    }
    const key = top.keys[top.next++] as string;
    const value = top.container[key];
    const path = top.prefix + key;
    if (value === null || value === undefined) continue;
    if (typeof value === "object") stack.push(frame(value, `${path}.`));
    else {
      if (collisions !== undefined && Object.hasOwn(flat, path)) {
        const values = collisions.get(path) ?? [flat[path] as Scalar];
        if (!values.includes(value as Scalar)) values.push(value as Scalar);
        if (values.length > 1) collisions.set(path, values);
      }
      setOwn(flat, path, value as Scalar);
    }
  }
  return flat;
}

interface Frame {
  readonly container: Record<string, unknown>;
  readonly keys: readonly string[];
  readonly prefix: string;
  next: number;
}

function frame(container: object, prefix: string): Frame {
  return {
    container: container as Record<string, unknown>,
    keys: Object.keys(container),
    prefix,
    next: 0,
  };
}

/** Plain assignment would hand `__proto__` to the prototype setter. */
function setOwn(target: Record<string, Scalar>, key: string, value: Scalar): void {
  if (key === "__proto__") {
    Object.defineProperty(target, key, {
      value,
      enumerable: true,
      writable: true,
      configurable: true,
    });
  } else {
    target[key] = value;
  }
}

/** Whether each leaf of a record has a path that no other can have: none of its keys has a dot. */
export function hasPlainPaths(record: Readonly<Record<string, unknown>>): boolean {
  const open: object[] = [record];
  for (let container = open.pop(); container !== undefined; container = open.pop()) {
    if (Array.isArray(container)) {
      for (const element of container) {
        if (typeof element === "object" && element !== null) open.push(element);
      }
      continue;
    }
    for (const key of Object.keys(container)) {
      if (key.includes(".")) return false;
      const value = (container as Record<string, unknown>)[key];
      if (typeof value === "object" && value !== null) open.push(value);
    }
  }
  return true;
}

/**
 * The leaf at a flat path of a record that {@linkcode hasPlainPaths}: what `flatten` has under it.
 *
 * @returns Undefined if there is none, or it is null.
 */
export function leafAt(
  record: Readonly<Record<string, unknown>>,
  path: string,
): Scalar | undefined {
  let container: unknown = record;
  let start = 0;
  for (;;) {
    if (typeof container !== "object" || container === null) return undefined;
    const end = path.indexOf(".", start);
    const key = start === 0 && end < 0 ? path : path.slice(start, end < 0 ? undefined : end);
    // A list's length is its own, and no element.
    if (!Object.hasOwn(container, key) || (key === "length" && Array.isArray(container))) {
      return undefined;
    }
    const value = (container as Record<string, unknown>)[key];
    if (end < 0) return isScalar(value) ? value : undefined;
    container = value;
    start = end + 1;
  }
}

/** What a record has under one flat path. */
export interface LeavesAt {
  /** The last of them in the record, which is what `flatten` has there; undefined if there is none. */
  readonly last: Scalar | undefined;
  /** Each value once. */
  readonly values: ReadonlySet<Scalar>;
}

/**
 * The leaves at a flat path of any record: keys with dots may lead there in more ways than one. No
 * other paths are put together, whose texts can be far longer than the record.
 */
export function leavesAt(record: Readonly<Record<string, unknown>>, path: string): LeavesAt {
  const leaves = { last: undefined, values: new Set<Scalar>() };
  takeLeaves(record, path, leaves);
  return leaves;
}

interface Leaves {
  last: Scalar | undefined;
  readonly values: Set<Scalar>;
}

function takeLeaves(container: object, path: string, leaves: Leaves): void {
  for (const key of keysTowards(container, path)) {
    const value: unknown = (container as Record<string, unknown>)[key];
    if (value === null || value === undefined) continue;
    if (typeof value === "object") {
      if (key.length < path.length) takeLeaves(value, path.slice(key.length + 1), leaves);
    } else if (key.length === path.length) {
      leaves.last = value as Scalar;
      leaves.values.add(value as Scalar);
    }
  }
}

/** The keys of an object or array with which a path begins, in their order. */
function keysTowards(container: object, path: string): readonly string[] {
  const keys: string[] = [];
  for (let end = -1, isLast = false; !isLast; ) {
    end = path.indexOf(".", end + 1);
    isLast = end < 0;
    const key = isLast ? path : path.slice(0, end);
    // A list's length is its own, and no element.
    if (!Object.hasOwn(container, key) || (key === "length" && Array.isArray(container))) continue;
    keys.push(key);
  }
  return keys.length < 2 ? keys : Object.keys(container).filter((key) => keys.includes(key));
}

function isScalar(value: unknown): value is Scalar {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}
