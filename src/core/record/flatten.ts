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

/** Levels up to which a record is looked into: as many as EventBridge takes, and the stack. */
const MAX_DEPTH = 1_000;

/**
 * Whether each leaf of a record has a path that no other can have: none of its keys has a dot.
 * Answers false for what is nested very deeply, too.
 */
export function hasPlainPaths(record: Readonly<Record<string, unknown>>): boolean {
  return isPlain(record, MAX_DEPTH);
}

function isPlain(container: object, levels: number): boolean {
  if (levels === 0) return false;
  if (Array.isArray(container)) {
    for (const element of container) {
      if (typeof element === "object" && element !== null && !isPlain(element, levels - 1)) {
        return false;
      }
    }
    return true;
  }
  for (const key of Object.keys(container)) {
    if (key.includes(".")) return false;
    const value = (container as Record<string, unknown>)[key];
    if (typeof value === "object" && value !== null && !isPlain(value, levels - 1)) return false;
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

function isScalar(value: unknown): value is Scalar {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}
