import type { EventView } from "../expression/event-view.ts";
import { parseIpAddress } from "../pattern/ip-address.ts";
import { isObject } from "../record/event-text.ts";
import type { Scalar } from "../record/flatten.ts";
import type { DERIVED_KEYS } from "../stateful/stateful.ts";

/**
 * What an event has at a key of `by`: a flat key's value as text, or what a derived key works out.
 *
 * @returns Null if the event has none, which counts as a value of its own.
 */
export function keyValue(key: string, view: EventView): string | null {
  const derive = DERIVED.get(key);
  return (derive === undefined ? textAt(view, key) : derive(view)) ?? null;
}

/** What an event has at each of some keys. */
export function keyValues(keys: readonly string[], view: EventView): readonly (string | null)[] {
  return keys.map((key) => keyValue(key, view));
}

/**
 * What is to be told apart at the first of some paths that an event has: its value, or those of a
 * list's elements, each once.
 *
 * @returns At most `limit` texts; none if the event has none of the paths.
 */
export function valuesAtFirst(
  paths: readonly string[],
  view: EventView,
  limit: number,
): readonly string[] {
  for (const path of paths) {
    const values = valuesAt(path, view, limit);
    if (values.length > 0) return values;
  }
  return [];
}

/**
 * What of an event must be new, together: of each key its values, in every combination.
 *
 * @returns At most `limit` texts; none if the event has no value at any of the keys.
 */
export function combinedValues(
  keys: readonly string[],
  view: EventView,
  limit: number,
): readonly string[] {
  const each = keys.map((key) => {
    const values = key.startsWith("$") ? [keyValue(key, view)] : valuesAt(key, view, limit);
    return values.length === 0 ? [null] : values;
  });
  if (each.flat().every((value) => value === null)) return [];
  let combined: (string | null)[][] = [[]];
  for (const values of each) {
    combined = combined
      .flatMap((before) => values.map((value) => [...before, value]))
      .slice(0, limit);
  }
  return combined.map((values) =>
    values.length === 1 ? (values[0] as string) : JSON.stringify(values),
  );
}

function valuesAt(path: string, view: EventView, limit: number): readonly string[] {
  const scalar = view.scalar(path);
  if (scalar !== undefined) return [String(scalar)];
  const found = new Set<string>();
  collect(view.nested, path.split("."), found, limit);
  return [...found];
}

/** Every element of a list on the way, and at its end, is looked into. */
function collect(value: unknown, path: readonly string[], into: Set<string>, limit: number): void {
  if (into.size >= limit) return;
  if (Array.isArray(value)) {
    const [index, ...rest] = path;
    if (index !== undefined && /^\d{1,9}$/.test(index)) {
      collect(value[Number(index)], rest, into, limit);
    } else {
      for (const element of value) collect(element, path, into, limit);
    }
    return;
  }
  const [key, ...rest] = path;
  if (key === undefined) {
    if (isScalar(value)) into.add(String(value));
  } else if (isObject(value) && Object.hasOwn(value, key)) {
    collect(value[key], rest, into, limit);
  }
}

function isScalar(value: unknown): value is Scalar {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}

function textAt(view: EventView, path: string): string | undefined {
  const scalar = view.scalar(path);
  return scalar === undefined || scalar === "" ? undefined : String(scalar);
}

const DERIVED: ReadonlyMap<string, (view: EventView) => string | undefined> = new Map<
  keyof typeof DERIVED_KEYS,
  (view: EventView) => string | undefined
>([
  ["$issuer", issuerOf],
  ["$actor", actorOf],
  ["$account", accountOf],
  ["$network", networkOf],
]);

function actorOf(view: EventView): string | undefined {
  return firstOf(view, ["arn", "principalId", "onBehalfOf.userId", ...NAMES]);
}

/** What stays the same from session to session; who has no ARN has it in the principal's id. */
function issuerOf(view: EventView): string | undefined {
  const own = firstOf(view, ["sessionContext.sessionIssuer.arn", "arn"]);
  if (own !== undefined) return withoutSession(own);
  const principal = textAt(view, "userIdentity.principalId");
  // `AROA…:session`
  if (principal !== undefined) return principal.split(":", 1)[0];
  return firstOf(view, ["onBehalfOf.userId", ...NAMES]);
}

const NAMES = ["userName", "invokedBy", "accountId", "type"] as const;

/** `arn:aws:sts::111122223333:assumed-role/Name/session`: what comes after the role is the session. */
function withoutSession(arn: string): string {
  const role = arn.indexOf(ASSUMED_ROLE);
  const end = role < 0 ? -1 : arn.indexOf("/", role + ASSUMED_ROLE.length);
  return end < 0 ? arn : arn.slice(0, end);
}

const ASSUMED_ROLE = ":assumed-role/";

function firstOf(view: EventView, fields: readonly string[]): string | undefined {
  for (const field of fields) {
    const text = textAt(view, `userIdentity.${field}`);
    if (text !== undefined) return text;
  }
  return undefined;
}

function accountOf(view: EventView): string | undefined {
  for (const path of ["recipientAccountId", "userIdentity.accountId"]) {
    const account = view.scalar(path);
    // A number has lost its leading zeros.
    if (typeof account === "number") return String(account).padStart(12, "0");
    if (account !== undefined && account !== "") return String(account);
  }
  return undefined;
}

function networkOf(view: EventView): string | undefined {
  const text = textAt(view, "sourceIPAddress");
  const address = text === undefined ? undefined : parseIpAddress(text);
  if (address === undefined) return text;
  if (address.bits === 32) return `${text?.slice(0, text.lastIndexOf("."))}.0/24`;
  const groups = [112n, 96n, 80n].map((at) => ((address.value >> at) & 0xffffn).toString(16));
  return `${groups.join(":")}::/48`;
}
