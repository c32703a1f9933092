import { type Detail, isObject, textOf } from "../record/event-text.ts";
import { sha256 } from "../record/sha256.ts";
import type { Rule } from "../rule/rule.ts";
import type { Alert } from "./alert.ts";
import type { RemovedObject } from "./removed-object.ts";

/**
 * What makes two alerts one thread, apart from the destination: by default the leading rule and
 * its severity, who (identity type and issuer: the role, not its session), the actor's account,
 * what (event name and source), what became of it and with which code, and the recipient account.
 * The most severe matched rule may name the paths itself; something more severe is a thread of its
 * own even then.
 *
 * @param rule The alert's first rule.
 * @returns A hash.
 */
export function threadKeyOf(alert: Alert, detail: Detail, rule: Rule | undefined): string {
  const parts =
    rule?.thread === undefined
      ? [
          alert.ruleIds[0],
          alert.severity,
          alert.actor.type,
          alert.actor.issuer ?? alert.actor.name,
          alert.actor.account,
          alert.eventName,
          alert.eventSource,
          alert.failure,
          alert.errorCode?.replace(/^Client\./, ""),
          alert.account,
        ]
      : [rule.id, alert.severity, ...rule.thread.by.map((path) => valueAt(detail, path))];
  // What a rule could not judge is never one more of what it matched.
  const isUnjudged = rule !== undefined && alert.unjudged?.includes(rule.id) === true;
  return hash("alert", isUnjudged ? [...parts, "unjudged"] : parts);
}

/** Deletions by one requester in one bucket are one thread: an attacker deletes by the thousand. */
export function removedObjectThreadKey(removed: RemovedObject): string {
  return hash("removed-object", [removed.bucket, removed.requester, removed.deletionType]);
}

/** The scalar at a flat path, else everything below it, so that a rule may name a container. */
function valueAt(detail: Detail, path: string): unknown {
  const scalar = textOf(detail, path);
  if (scalar !== undefined) return scalar;
  const below = Object.entries(detail)
    .filter(([key, value]) => key.startsWith(`${path}.`) && !isObject(value))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return below.length === 0 ? null : below;
}

function hash(kind: string, parts: readonly unknown[]): string {
  return sha256(JSON.stringify([kind, ...parts.map((part) => part ?? null)])).slice(0, 40);
}
