import { type Actor, actorOf } from "../actor/actor.ts";
import { type Caller, callerOf } from "../actor/caller.ts";
import type { Pointer } from "../entry/bus-entry.ts";
import { accountOf, clip, type Detail, textOf } from "../record/event-text.ts";
import { instantOf } from "../record/event-time.ts";
import { type CallOutcome, outcomeOf } from "../record/outcome.ts";
import type { RuleSet, Severity } from "../rule/rule.ts";
import type { SeveralEvents } from "../stateful/several-events.ts";
import { type AlertedVerdict, alertedRules, graveFaults } from "../verdict/alerted-rules.ts";
import { type Addendum, addendumOf } from "./addendum.ts";
import { alertIdentity, eventIdOf } from "./alert-identity.ts";
import { type AlertPart, partsOf } from "./alert-part.ts";
import { resourcesOf } from "./alert-resources.ts";

/**
 * What people are told about one event. Plain JSON of a few KB at most whatever the event's size:
 * every text is clipped, the record's larger parts are excerpts. It is kept in the table to draw
 * a thread's parent again.
 */
export interface Alert {
  /** Tells it from a removed file. */
  readonly kind: "alert";
  /** Same event, same identity: see {@linkcode alertIdentity}. */
  readonly identity: string;
  /** Title of the most severe rule; says so where that could not judge the event. */
  readonly title: string;
  /** Highest of the matched rules, in the event's context and for what became of the call. */
  readonly severity: Severity;
  /** Why its first rule's severity is not the rule's own, as a sentence without its end; absent if it is. */
  readonly severityReason?: string;
  /** Matched rules and those of {@linkcode unjudged}, the most severe first, else in rule order. */
  readonly ruleIds: readonly string[];
  /** Those of them that are as severe as the alert, where these are several. */
  readonly leadingIds?: readonly string[];
  /** Rules of high or critical severity that could not judge the event; absent if there are none. */
  readonly unjudged?: readonly string[];
  /** What those of its rules that ask several events alert on, in the order of `ruleIds`; absent if there are none. */
  readonly several?: readonly SeveralEvents[];
  /** Who called. */
  readonly actor: Actor;
  /** Whose account it happened in: `recipientAccountId`, else the actor's. */
  readonly account?: string;
  /** The actor's account when it is another one. */
  readonly callerAccount?: string;
  /** Region the call was made in. */
  readonly region?: string;
  /** Address or service the call came from. */
  readonly sourceIp?: string;
  /** Program that called, by its own account. */
  readonly userAgent?: string;
  /** Name of the call. */
  readonly eventName?: string;
  /** Service that was called. */
  readonly eventSource?: string;
  /** `eventTime` as found. */
  readonly eventTime?: string;
  /** `eventTime` in milliseconds since the epoch, when it is a valid instant. */
  readonly time?: number;
  /** CloudTrail's id of the event. */
  readonly eventId?: string;
  /** What became of the call; absent if it succeeded. */
  readonly failure?: Exclude<CallOutcome, "succeeded">;
  /** Code of the error the call failed by. */
  readonly errorCode?: string;
  /** Text of that error. */
  readonly errorMessage?: string;
  /** Of a CloudTrail Insight: its type and state, e.g. `ApiCallRateInsight Start`. */
  readonly insight?: string;
  /** A console login that CloudTrail does not call an MFA one; logins by single sign-on left out. */
  readonly loginWithoutMfa: boolean;
  /** Absent in an alert that an older version kept. */
  readonly caller?: Caller;
  /** Why the record came late or again. */
  readonly addendum?: Addendum;
  /** What it is about: see {@linkcode resourcesOf}; absent where the record names nothing. */
  readonly resources?: readonly string[];
  /** The record's larger parts, in this order, those that are not empty. */
  readonly parts: readonly AlertPart[];
  /** Log file the record stands in, and where. */
  readonly source: Pick<Pointer, "bucket" | "key" | "index">;
}

/**
 * Makes the alert of an event that matched. Never throws on an odd event: what cannot be read is
 * left out.
 *
 * @param detail The bus event's detail.
 * @param pointer Where the record lies, from the detail.
 * @param several What matched rules of several events alert on.
 */
export function alertOf(
  detail: Detail,
  verdict: AlertedVerdict,
  ruleSet: Pick<RuleSet, "rules">,
  pointer: Alert["source"],
  several: readonly SeveralEvents[] = [],
): Alert {
  return wholeAlert(alertFacts(detail, verdict, ruleSet, pointer, several), detail);
}

/** The alert of which these are the facts. */
export function wholeAlert(facts: AlertFacts, detail: Detail): Alert {
  return { ...facts, caller: callerOf(detail), parts: partsOf(detail, facts.account) };
}

/** What all decisions about an alert rest on: it without what only its message says. */
export type AlertFacts = Omit<Alert, "caller" | "parts">;

/** As {@linkcode alertOf}, for who has many events and shows none. */
export function alertFacts(
  detail: Detail,
  verdict: AlertedVerdict,
  ruleSet: Pick<RuleSet, "rules">,
  pointer: Alert["source"],
  several: readonly SeveralEvents[] = [],
): AlertFacts {
  const outcome = outcomeOf(detail);
  const unjudged = graveFaults(verdict, ruleSet);
  const rules = alertedRules([...verdict.matched, ...unjudged], ruleSet, {
    isRefused: outcome === "refused",
    severities: verdict.severities ?? {},
    several,
  });
  const told = rules.flatMap(({ id }) => several.filter(({ ruleId }) => ruleId === id));
  const severity = rules[0]?.severity ?? "info";
  const leading = rules.filter((rule) => rule.severity === severity);
  const insight = textOf(detail, "eventType") === "AwsCloudTrailInsight" ? "insightDetails." : "";
  const at = (path: string): string | undefined =>
    textOf(detail, path) ?? (insight && textOf(detail, insight + path));
  const recipient = accountOf(detail, "recipientAccountId");
  const actor = actorOf(detail);
  const account = recipient ?? actor.account;
  const time = instantOf(Object.hasOwn(detail, "eventTime") ? detail.eventTime : undefined);
  const eventId = eventIdOf(detail);
  const addendum = addendumOf(detail, eventId);
  const resources = resourcesOf(detail);
  const facts: Writable<AlertFacts> = {
    kind: "alert",
    identity: alertIdentity(detail),
    title: clip(titleOf(rules[0], unjudged), 150),
    severity,
    ruleIds: rules.map(({ id }) => id),
    actor,
    loginWithoutMfa: isLoginWithoutMfa(detail),
    source: { bucket: pointer.bucket, key: pointer.key, index: pointer.index },
  };
  if (leading.length > 1) facts.leadingIds = leading.map(({ id }) => id);
  if (unjudged.length > 0) facts.unjudged = unjudged;
  if (told.length > 0) facts.several = told;
  if (time !== undefined) facts.time = time;
  if (outcome !== "succeeded") facts.failure = outcome;
  if (addendum !== undefined) facts.addendum = addendum;
  if (resources.length > 0) facts.resources = resources;
  const reason = rules[0]?.reason;
  if (reason) facts.severityReason = clip(reason, 300);
  if (account) facts.account = clip(account, 64);
  if (actor.account && actor.account !== account) facts.callerAccount = clip(actor.account, 64);
  const region = at("awsRegion");
  if (region) facts.region = clip(region, 64);
  const sourceIp = at("sourceIPAddress");
  if (sourceIp) facts.sourceIp = clip(sourceIp, 200);
  const userAgent = at("userAgent");
  if (userAgent) facts.userAgent = clip(userAgent, 300);
  const eventName = at("eventName");
  if (eventName) facts.eventName = clip(eventName, 200);
  const eventSource = at("eventSource");
  if (eventSource) facts.eventSource = clip(eventSource, 200);
  const eventTime = at("eventTime");
  if (eventTime) facts.eventTime = clip(eventTime, 64);
  if (eventId) facts.eventId = clip(eventId, 200);
  const errorCode = at("errorCode");
  if (errorCode) facts.errorCode = clip(errorCode, 200);
  const errorMessage = at("errorMessage");
  if (errorMessage) facts.errorMessage = clip(errorMessage, 1_200);
  if (insight) facts.insight = clip(insightOf(at("insightType"), at("state")), 120);
  return facts;
}

/** A thing whose parts are still being put in. */
export type Writable<T> = { -readonly [K in keyof T]: T[K] };

function titleOf(
  leading: { readonly id: string; readonly title: string } | undefined,
  unjudged: readonly string[],
): string {
  if (leading === undefined) return "Event without a rule";
  return unjudged.includes(leading.id) ? `Could not be judged: ${leading.title}` : leading.title;
}

function insightOf(type = "Insight", state = ""): string {
  return `${type} ${state}`.trim();
}

function isLoginWithoutMfa(detail: Detail): boolean {
  return (
    textOf(detail, "eventName") === "ConsoleLogin" &&
    textOf(detail, "additionalEventData.MFAUsed") !== "Yes" &&
    !(
      textOf(detail, "userIdentity.type") === "AssumedRole" &&
      textOf(detail, "userIdentity.arn")?.includes(":assumed-role/AWSReservedSSO_")
    )
  );
}
