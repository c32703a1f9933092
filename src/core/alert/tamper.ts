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
    ...foldingOf(record, { id, call, refused, caller }),
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
 * Within an hour the same request of the same caller is one message, which counts each time it was
 * made: what is put right in between may be undone again. Refused attempts are one for each call and
 * reason, whoever tries, as they change nothing and may come by the thousand.
 */
function foldingOf(
  { eventTime, requestParameters }: Readonly<Record<string, unknown>>,
  {
    id,
    call,
    refused,
    caller,
  }: Readonly<Record<"id" | "call", string>> &
    Partial<Record<"refused" | "caller", string | undefined>>,
): Pick<Notice, "identity" | "thread"> {
  const hour = typeof eventTime === "string" ? eventTime.slice(0, 13) : "";
  const what = refused ?? sha256(JSON.stringify([caller, requestParameters ?? null]));
  const thread = clip(`tamper#${hour}#${call}#${what}`, 300);
  return refused === undefined
    ? { identity: `tamper#${clip(id, 200)}`, thread }
    : { identity: thread };
}
