import type { Scalar } from "./flatten.ts";

/**
 * Puts nested values together from flat keys: the inverse of `flatten` for keys without dots.
 * What has only the keys 0, 1, … is a list; gaps are null, as flattening drops nulls. Objects have
 * own fields only, for which `__proto__` is a name like any other.
 *
 * What lies deeper than a bus event can be is left as one key, so that recursion is bounded.
 */
export function unflatten(scalars: Iterable<readonly [string, Scalar]>): Record<string, unknown> {
  const root: Branch = new Map();
  for (const [path, value] of scalars) {
    const keys = keysOf(path);
    const last = keys.pop() as string;
    let branch = root;
    for (const key of keys) {
      let next = branch.get(key);
      if (!(next instanceof Map)) {
        // Of a leaf and a container under one path, the container goes on.
        next = new Map();
        branch.set(key, next);
      }
      branch = next;
    }
    if (!(branch.get(last) instanceof Map)) branch.set(last, value);
  }
  return fromEntries(root);
}

type Branch = Map<string, Scalar | Branch>;

function keysOf(path: string): string[] {
  const keys = path.split(".");
  return keys.length <= MAX_DEPTH
    ? keys
    : [...keys.slice(0, MAX_DEPTH), keys.slice(MAX_DEPTH).join(".")];
}

function fromBranch(branch: Branch): unknown {
  const keys = [...branch.keys()];
  const isList = keys.every((key) => /^(0|[1-9]\d{0,8})$/.test(key));
  const length = isList ? keys.reduce((most, key) => Math.max(most, Number(key) + 1), 0) : 0;
  // A long list of which little is left would cost memory for its gaps.
  if (!isList || length > keys.length * MAX_GAPS) return fromEntries(branch);
  const list: unknown[] = Array(length).fill(null);
  for (const [key, value] of branch) list[Number(key)] = fromLeaf(value);
  return list;
}

function fromEntries(branch: Branch): Record<string, unknown> {
  const object: Record<string, unknown> = Object.create(null);
  for (const [key, value] of branch) object[key] = fromLeaf(value);
  return object;
}

function fromLeaf(value: Scalar | Branch): unknown {
  return value instanceof Map ? fromBranch(value) : value;
}

/** Elements a rebuilt list may have for each that is left. */
const MAX_GAPS = 16;

/** Levels of a bus event. @see {@link https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html} */
const MAX_DEPTH = 1_000;
