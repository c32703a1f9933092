import { isNamingPath } from "../alert/alert-resources.ts";
import type { FlatEvent, Scalar } from "../record/flatten.ts";

/** One thing an ignore rule asks of an event. */
export interface NarrowClause {
  /** Flat key. */
  readonly key: string;
  /** What it must be: undefined where the event must not have it. */
  readonly value: Scalar | undefined;
  /** Set where the value may go on: `value` is how it begins. */
  readonly by?: "prefix";
  readonly asks: "who" | "what" | "where" | "outcome" | "on";
}

/**
 * What tells an event from others, as narrowly as makes sense for the next of its kind: who called
 * (by what lasts, not by what the caller chooses), what, in which account, how it ended, on which
 * thing. Neither times nor addresses, nor what is another one at every call.
 *
 * @returns Empty unless the event says who and what: a rule of less would silence too much.
 */
export function narrowClauses(event: FlatEvent): readonly NarrowClause[] {
  const who = whoClauses(event);
  const what = equal(event, "what", WHAT);
  if (who.length === 0 || what.length === 0) return [];
  return [
    ...what,
    ...who,
    // What is no account's id is none that a rule may ask for.
    ...(/^\d{12}$/.test(String(event.recipientAccountId))
      ? equal(event, "where", ["recipientAccountId"])
      : []),
    ...outcomeClauses(event),
    ...resourceClauses(event),
  ];
}

const WHAT = [
  "eventSource",
  "eventName",
  "insightDetails.eventSource",
  "insightDetails.eventName",
  "insightDetails.insightType",
];

const ISSUER = "userIdentity.sessionContext.sessionIssuer.arn";
const ARN = "userIdentity.arn";
const PRINCIPAL = "userIdentity.principalId";

/** A person of IAM Identity Center is the session of a role that others have as well. */
function isOfPersons(roleArn: string): boolean {
  const name = roleArn.slice(roleArn.lastIndexOf("/") + 1);
  return roleArn.includes(":role/") && name.startsWith("AWSReservedSSO_");
}

function whoClauses(event: FlatEvent): readonly NarrowClause[] {
  const issuer = event[ISSUER];
  if (typeof issuer === "string") {
    const isPerson = isOfPersons(issuer) && ARN in event;
    return equal(event, "who", [isPerson ? ARN : ISSUER]);
  }
  if (ARN in event) return equal(event, "who", [ARN]);
  if ("userIdentity.onBehalfOf.userId" in event) {
    return equal(event, "who", ["userIdentity.onBehalfOf.userId"]);
  }
  const principal = event[PRINCIPAL];
  if (typeof principal === "string" && principal !== "") {
    // Behind the colon is the session, which the caller names.
    const end = principal.indexOf(":");
    return end < 0
      ? equal(event, "who", [PRINCIPAL])
      : [{ key: PRINCIPAL, value: principal.slice(0, end + 1), by: "prefix", asks: "who" }];
  }
  if ("userIdentity.invokedBy" in event) return equal(event, "who", ["userIdentity.invokedBy"]);
  // Nobody signed in: a name is what somebody typed, and counts with the address it came from alone.
  return "sourceIPAddress" in event
    ? equal(event, "who", ["userIdentity.userName", "sourceIPAddress"])
    : [];
}

/** A call that failed is another one than the same that did not. */
function outcomeClauses(event: FlatEvent): readonly NarrowClause[] {
  return [
    { key: "errorCode", value: event.errorCode, asks: "outcome" },
    ...equal(event, "outcome", ["responseElements.ConsoleLogin", "additionalEventData.MFAUsed"]),
  ];
}

function resourceClauses(event: FlatEvent): readonly NarrowClause[] {
  const keys = Object.keys(event).filter((key) => {
    if (!isOfThing(key)) return false;
    const value = event[key];
    return (
      typeof value === "string" &&
      value !== "" &&
      value.length <= MAX_VALUE &&
      // An object of a bucket is a new one each time.
      !(key.endsWith(".key") && `${PARAMETERS}bucketName` in event)
    );
  });
  return equal(event, "on", keys.slice(0, MAX_RESOURCES));
}

/** Whether a flat key says which thing a call is about. Events have few keys, again and again. */
function isOfThing(key: string): boolean {
  let known = OF_THINGS.get(key);
  if (known === undefined) {
    const names = key.split(".").slice(1);
    known =
      key.startsWith(PARAMETERS) &&
      // What stands in a list stands elsewhere in it next time.
      !names.some((name) => /^\d+$/.test(name)) &&
      isNamingPath(names);
    if (OF_THINGS.size >= MOST_KEYS) OF_THINGS.clear();
    if (key.length <= MAX_KNOWN_KEY) OF_THINGS.set(key, known);
  }
  return known;
}

const PARAMETERS = "requestParameters.";
const OF_THINGS = new Map<string, boolean>();
const MOST_KEYS = 10_000;
const MAX_KNOWN_KEY = 200;

const MAX_RESOURCES = 3;
const MAX_VALUE = 500;

function equal(
  event: FlatEvent,
  asks: NarrowClause["asks"],
  keys: readonly string[],
): readonly NarrowClause[] {
  return keys.flatMap((key) => {
    const value = event[key];
    return value === undefined ? [] : [{ key, value, asks }];
  });
}
