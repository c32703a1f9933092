import { type Detail, isObject, textOf } from "../record/event-text.ts";
import { rememberedSha256 } from "../record/sha256.ts";
import type { Rule } from "../rule/rule.ts";
import type { SeveralEvents } from "../stateful/several-events.ts";
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
  return isByDefault(alert, rule)
    ? hash("alert", valuesByDefault(alert))
    : hash(
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
  const several = severalOf(alert, rule);
  const parts: readonly (readonly [string, unknown])[] =
    rule?.thread !== undefined
      ? [
          ["rule", rule.id],
          ["severity", alert.severity],
          ...rule.thread.by.map((path) => [path, partAt(path, alert, detail)] as const),
        ]
      : several !== undefined
        ? [
            ["rule", several.ruleId],
            ["severity", alert.severity],
            ["events that belong together", several.key],
            ...(several.kind === "firstSeen" ? [["new", several.values] as const] : []),
          ]
        : valuesByDefault(alert).map((value, at) => [NAMES_BY_DEFAULT[at] as string, value]);
  return isUnjudged(alert, rule) ? [...parts, ["could not be judged", "unjudged"]] : parts;
}

/** Whether nothing but {@linkcode valuesByDefault} makes the key, as of nearly all alerts. */
function isByDefault(alert: AlertFacts, rule: Rule | undefined): boolean {
  return (
    rule?.thread === undefined && severalOf(alert, rule) === undefined && !isUnjudged(alert, rule)
  );
}

function severalOf({ several }: AlertFacts, rule: Rule | undefined): SeveralEvents | undefined {
  return several?.find(({ ruleId }) => ruleId === rule?.id);
}

/** What a rule could not judge is never one more of what it matched. */
function isUnjudged({ unjudged }: AlertFacts, rule: Rule | undefined): boolean {
  return rule !== undefined && unjudged?.includes(rule.id) === true;
}

function valuesByDefault(alert: AlertFacts): readonly unknown[] {
  const { actor, errorCode } = alert;
  return [
    alert.ruleIds[0],
    alert.severity,
    actor.type,
    actor.issuer ?? actor.name,
    actor.account,
    alert.eventName,
    alert.eventSource,
    alert.failure,
    errorCode?.startsWith(CLIENT) ? errorCode.slice(CLIENT.length) : errorCode,
    alert.account,
  ];
}

/** How EC2's error codes begin, some of them. */
const CLIENT = "Client.";

const NAMES_BY_DEFAULT = [
  "rule",
  "severity",
  "identity type",
  "issuer",
  "caller's account",
  "event name",
  "event source",
  "outcome",
  "error code",
  "account",
] as const;

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
  const named = [kind, ...parts.map((part) => part ?? null)];
  return rememberedSha256(JSON.stringify(named)).slice(0, 40);
}
