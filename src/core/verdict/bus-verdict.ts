import { ALTERED_KEYS, type BusFault, type BusVerdict, POINTER_KEY } from "../../contract.ts";
import { isObject } from "../record/event-text.ts";
import { sha256 } from "../record/sha256.ts";
import { textStart } from "../record/text-start.ts";
import type { RuleFault, Verdict } from "../rule/judge.ts";
import { type RuleSet, SEVERITIES, type Severity } from "../rule/rule.ts";
import { anyExpressionOf } from "../stateful/stateful.ts";

/** Bytes that a verdict may have on the bus, as JSON: a quarter of the smallest entry. */
export const MAX_VERDICT_BYTES = 4_000;

/** Characters of a fault's message there. */
const MAX_MESSAGE = 300;

/** What tells one set of rules from another: a hash of what decides by them. */
export function ruleSetHash({ rules, ignoreRules }: RuleSet): string {
  const judging = [
    rules.map((rule) => [rule.id, anyExpressionOf(rule), rule.severity, rule.severityBy]),
    ignoreRules.map(({ id, match, expires, rules }) => [id, match, expires, rules]),
  ];
  return sha256(JSON.stringify(judging)).slice(0, 16);
}

/** Puts a verdict into few bytes; what there is no room for is the least severe, and counted. */
export function toBusVerdict(
  { matched, steps = {}, severities = {}, ignoredBy, faults }: Verdict,
  { rules }: Pick<RuleSet, "rules">,
  hash: string,
): BusVerdict {
  const own = new Map(rules.map(({ id, severity }) => [id, severity]));
  const rankOf = (id: string): number => {
    const severity = severities[id]?.severity ?? own.get(id);
    return severity === undefined ? -1 : SEVERITIES.indexOf(severity);
  };
  const said: readonly (string | BusFault)[] = [
    ...matched,
    ...faults.map((fault) => ({ ...fault, message: textStart(fault.message, MAX_MESSAGE) })),
  ];
  const idOf = (one: string | BusFault): string => (typeof one === "string" ? one : one.ruleId);
  const worstFirst = [...said].sort((a, b) => rankOf(idOf(b)) - rankOf(idOf(a)));
  let room = MAX_VERDICT_BYTES - JSON.stringify({ rules: hash, ignoredBy, more: 9_999_999 }).length;
  const kept = worstFirst.filter((one) => {
    room -= Buffer.byteLength(JSON.stringify(one)) + 1;
    const id = idOf(one);
    for (const more of [typeof one === "string" ? steps[one] : undefined, severities[id]]) {
      if (more !== undefined) room -= Buffer.byteLength(JSON.stringify({ [id]: more }));
    }
    return room >= FRAME;
  });
  const keptFaults = kept.filter((one) => typeof one !== "string");
  const keptMatches = kept.filter((one) => typeof one === "string");
  const keptSteps = keptMatches.filter((id) => steps[id] !== undefined);
  const more = said.length - kept.length;
  const ids = new Set(kept.map(idOf));
  const keptSeverities = Object.entries(severities).filter(([id]) => ids.has(id));
  return {
    rules: hash,
    matched: keptMatches,
    ...(keptSteps.length > 0 && {
      steps: Object.fromEntries(keptSteps.map((id) => [id, steps[id] as readonly number[]])),
    }),
    ...(keptSeverities.length > 0 && { severities: Object.fromEntries(keptSeverities) }),
    ...(ignoredBy !== undefined && { ignoredBy }),
    ...(keptFaults.length > 0 && { faults: keptFaults }),
    ...(more > 0 && { more }),
  };
}

/** Bytes of the keys around the lists. */
const FRAME = 68;

/** Whether a bus event is not all of its record: see {@linkcode ALTERED_KEYS}. */
export function isAltered(detail: Readonly<Record<string, unknown>>): boolean {
  const pointer = detail[POINTER_KEY];
  return isObject(pointer) && ALTERED_KEYS.some((key) => pointer[key] !== undefined);
}

/** The verdict that rides along; undefined if there is none, or one that cannot be read. */
export function busVerdictOf(detail: Readonly<Record<string, unknown>>): BusVerdict | undefined {
  const pointer = detail[POINTER_KEY];
  const verdict = isObject(pointer) ? pointer.verdict : undefined;
  if (!isObject(verdict)) return undefined;
  const { rules, matched, steps = {}, severities = {}, ignoredBy, faults = [], more = 0 } = verdict;
  const isReadable =
    typeof rules === "string" &&
    isListOf(matched, (id) => typeof id === "string") &&
    isObject(steps) &&
    Object.values(steps).every((held) => isListOf(held, Number.isInteger)) &&
    isObject(severities) &&
    Object.values(severities).every(isSeverity) &&
    (ignoredBy === undefined || typeof ignoredBy === "string") &&
    isListOf(faults, isFault) &&
    typeof more === "number";
  return isReadable ? (verdict as unknown as BusVerdict) : undefined;
}

function isFault(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { ruleId, message } = value as Partial<RuleFault>;
  return typeof ruleId === "string" && typeof message === "string";
}

function isSeverity(value: unknown): boolean {
  return isObject(value) && SEVERITIES.includes(value.severity as Severity);
}

function isListOf(value: unknown, isOne: (value: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(isOne);
}
