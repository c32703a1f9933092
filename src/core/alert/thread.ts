import { type Detail, isObject, textOf } from "../record/event-text.ts";
import { rememberedSha256 } from "../record/sha256.ts";
import type { Rule } from "../rule/rule.ts";
import type { AlertFacts } from "./alert.ts";
import type { RemovedObject } from "./removed-object.ts";

/**
 * What makes two alerts one thread, apart from the destination: by default the leading rule and
 * its severity, who (identity type and issuer: the role, not its session), the actor's account,
 * what (event name and source), what became of it and with which code, and the recipient account.
 * The most severe matched rule may name the paths itself; one of several events has those that
 * belong together as one, and each new value apart. Something more severe is a thread of its own
 * even then.
 *
 * @param rule The alert's first rule.
 * @returns A hash.
 */
export function threadKeyOf(alert: AlertFacts, detail: Detail, rule: Rule | undefined): string {
  return hash(
    "alert",
    threadParts(alert, detail, rule).map(([, value]) => value),
  );
}

/** The key of an alert's thread where it is another severity by a route: something more severe is a thread of its own. */
export function threadKeyAt(thread: string, severity: AlertFacts["severity"]): string {
  return hash("alert by a route", [thread, severity]);
}

/** What a thread's key is made of, by name. */
export function threadParts(
  alert: AlertFacts,
  detail: Detail,
  rule: Rule | undefined,
): readonly (readonly [name: string, value: unknown])[] {
  const several = alert.several?.find(({ ruleId }) => ruleId === rule?.id);
  const parts: readonly (readonly [string, unknown])[] =
    rule?.thread === undefined && several !== undefined
      ? [
          ["rule", several.ruleId],
          ["severity", alert.severity],
          ["events that belong together", several.key],
          ...(several.kind === "firstSeen" ? [["new", several.values] as const] : []),
        ]
      : rule?.thread === undefined
        ? [
            ["rule", alert.ruleIds[0]],
            ["severity", alert.severity],
            ["identity type", alert.actor.type],
            ["issuer", alert.actor.issuer ?? alert.actor.name],
            ["caller's account", alert.actor.account],
            ["event name", alert.eventName],
            ["event source", alert.eventSource],
            ["outcome", alert.failure],
            ["error code", alert.errorCode?.replace(/^Client\./, "")],
            ["account", alert.account],
          ]
        : [
            ["rule", rule.id],
            ["severity", alert.severity],
            ...rule.thread.by.map((path) => [path, partAt(path, alert, detail)] as const),
          ];
  // What a rule could not judge is never one more of what it matched.
  const isUnjudged = rule !== undefined && alert.unjudged?.includes(rule.id) === true;
  return isUnjudged ? [...parts, ["could not be judged", "unjudged"]] : parts;
}

/** Deletions by one requester in one bucket are one thread: an attacker deletes by the thousand. */
export function removedObjectThreadKey(removed: RemovedObject): string {
  return hash("removed-object", [removed.bucket, removed.requester, removed.deletionType]);
}

function partAt(path: string, { actor, account }: AlertFacts, detail: Detail): unknown {
  switch (path) {
    case "$issuer":
      // As the default key has it: of a foreign role, of who has no ARN, too.
      return [actor.type, actor.issuer ?? actor.name, actor.account];
    case "$account":
      return account;
    default:
      return valueAt(detail, path);
  }
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
  return rememberedSha256(JSON.stringify([kind, ...parts.map((part) => part ?? null)])).slice(
    0,
    40,
  );
}
