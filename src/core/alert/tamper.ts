import { clip, isObject, textOf } from "../record/event-text.ts";
import { sha256 } from "../record/sha256.ts";
import type { Notice } from "./notice.ts";

/**
 * The notice of a call on the product's own resources, which CloudTrail told the default bus of.
 *
 * @param event The bus event; its `detail` is the record.
 * @returns Undefined if it names no call.
 */
export function tamperNotice(event: Readonly<Record<string, unknown>>): Notice | undefined {
  const record = isObject(event.detail) ? event.detail : {};
  const call = textOf(record, "eventName");
  const service = textOf(record, "eventSource");
  const id = textOf(record, "eventID");
  if (call === undefined || service === undefined || id === undefined) return undefined;
  const identity = isObject(record.userIdentity) ? record.userIdentity : {};
  const caller = ["arn", "invokedBy", "accountId"]
    .map((name) => textOf(identity, name))
    .find((it) => it !== undefined);
  const refused = textOf(record, "errorCode");
  const fact = (label: string, value: string | undefined) =>
    value === undefined ? [] : [[label, clip(value, 500)] as const];
  return {
    kind: "notice",
    identity: identityOf(record, { call, refused, caller }),
    title: clip(`${call} was called on trailbridge's own resources`, 140),
    text: `Somebody ${refused === undefined ? "changed" : "tried to change"} what trailbridge is made of, or what it depends on: alerts may be silenced by it.`,
    facts: [
      ...fact("Caller", caller),
      ...fact("Address", textOf(record, "sourceIPAddress")),
      ...fact("Service", service),
      ...fact("Request", JSON.stringify(record.requestParameters ?? null)),
      ...fact("Refused with", refused),
      ...fact("Event", id),
    ],
    advice:
      "Unless this was you, treat it as an incident. Deploying again puts the stack's resources back as they should be.",
  };
}

/**
 * One within an hour for each call and what it asked for; refused attempts are one for each call and
 * reason, whoever tries, as they change nothing and may come by the thousand.
 */
function identityOf(
  { eventTime, requestParameters }: Readonly<Record<string, unknown>>,
  { call, refused, caller }: Readonly<Record<"call" | "refused" | "caller", string | undefined>>,
): string {
  const hour = typeof eventTime === "string" ? eventTime.slice(0, 13) : "";
  const what = refused ?? sha256(JSON.stringify([caller, requestParameters ?? null]));
  return clip(`tamper#${hour}#${call}#${what}`, 300);
}
