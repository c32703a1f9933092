import type { Condition, Term } from "./condition.ts";
import type { TextTest } from "./text-test.ts";
import { isNotText, type ValueMember, type ValueSet } from "./value-set.ts";

/** A flat key, and the values by which events are looked up there; absence is none of them. */
export type Anchor = readonly [key: string, set: ValueSet];

/**
 * Where events are looked up that a condition may allow: of each of its terms, one key. An event
 * that is at none of them it does not allow. Null: any event may be one.
 */
export type Anchors = readonly Anchor[] | null;

/** The anchors of a condition. */
export function anchorsOf({ terms }: Condition): Anchors {
  const anchors = terms.map(anchorOf);
  return anchors.includes(undefined) ? null : (anchors as Anchor[]);
}

/** The key to wait under: one that must be there and tells most apart; undefined if there is none. */
function anchorOf(term: Term): Anchor | undefined {
  let best: Anchor | undefined;
  for (const anchor of term) {
    const [, set] = anchor;
    if (set.some(({ kind }) => kind === "absent")) continue;
    if (best === undefined || cost(anchor) < cost(best)) best = anchor;
  }
  return best;
}

/** What is looked up before what is tested one by one; then fields that many rules name. */
function cost([key, set]: Anchor): number {
  const place = TELLING_FIELDS.indexOf(key);
  const tested = Math.max(...set.map(costOf));
  return 10 * tested + (place < 0 ? TELLING_FIELDS.length : place);
}

function costOf(member: ValueMember): number {
  if (member.kind === "equals" || (member.kind === "present" && isNotText(member))) return 0;
  if (member.kind === "absent" || member.all.length === 0) return 3;
  return member.all.some(isAffix) ? 0 : 2;
}

const TELLING_FIELDS = ["eventName", "errorCode", "userIdentity.type", "eventSource"];

/** Whether a value that meets the test can be found by the characters it begins or ends with. */
export function isAffix({ by, fold }: TextTest): boolean {
  return (by === "prefix" || by === "suffix") && fold === undefined;
}
