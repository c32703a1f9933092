import { whoName } from "../actor/who.ts";
import { isOfSplitter, stateOf } from "../alert/removed-object.ts";
import { spanText } from "../slack/text/time-text.ts";
import { titleText } from "../slack/text/title.ts";
import type { AlertEvent } from "./alert-event.ts";
import { plainText } from "./plain-text.ts";

/**
 * An alert's texts for messages that an input template makes of it. None is ever missing, and none
 * holds a character that JSON or a template would have to escape: see {@linkcode plainText}.
 */
export interface AlertDisplay {
  /** `HIGH · Console login without MFA · production`; begins with `OVER · ` when it closes. */
  readonly title: string;
  /** Who called what from where, how it ended, how often. */
  readonly summary: string;
  /** Who called. */
  readonly actor: string;
  /** `production (111122223333)`. */
  readonly account: string;
  /** Region of the call. */
  readonly region: string;
  /** Name of the call. */
  readonly eventName: string;
  /** Where the call came from. */
  readonly address: string;
  /** `2026-01-24 00:05:12 UTC`, or from when to when. */
  readonly time: string;
  /** How many events. */
  readonly count: string;
  /** Ids of the rules. */
  readonly rules: string;
  /** Resources the call was about. */
  readonly resources: string;
  /** What to do. */
  readonly runbook: string;
  /** The console's home at worst. */
  readonly link: string;
  /** `s3://bucket/key, record 3`. */
  readonly record: string;
}

/** Writes an alert event for people. */
export function alertDisplay(event: Omit<AlertEvent, "display">): AlertDisplay {
  const { severity, state, title, account, actor, count, ruleIds } = event;
  const over = state === "closed" ? "OVER · " : "";
  const whole = over + titleText(severity, title, account.name ?? account.id);
  const who = whoName(actor);
  const span = spanText(Date.parse(event.firstSeen), Date.parse(event.lastSeen));
  const { bucket, key, index } = event.record;
  const text = (value: string | undefined, max = 300): string =>
    plainText(value ?? "", max) || "unknown";
  return {
    title: text(whole, 200),
    summary: text(summary(event, who), 500),
    actor: text(who),
    account: text(account.name === undefined ? account.id : `${account.name} (${account.id})`),
    region: text(event.region),
    eventName: text(event.eventName),
    address: text(event.sourceIp),
    time: text(span),
    count: count === 1 ? "1 event" : `${count} events`,
    rules: text(ruleIds.join(", ") || "none"),
    resources: text(event.resources.join(", ") || "none", 1_000),
    runbook: text(event.runbook ?? "See the rule.", 1_000),
    link: linkText(event.link),
    record: text(`s3://${bucket}/${key}${index === undefined ? "" : `, record ${index}`}`, 1_200),
  };
}

function summary(event: Omit<AlertEvent, "display">, who: string): string {
  const { kind, eventName, eventSource, sourceIp, errorCode, outcome, count } = event;
  const from = sourceIp === undefined ? "" : ` from ${sourceIp}`;
  if (kind === "removed-object") {
    const { key, bucket } = event.record;
    const told = { deletionType: event.eventName ?? "" };
    return isOfSplitter(told)
      ? `${key} in ${bucket} ${stateOf(told)}`
      : `${who} removed ${key} from ${bucket}${from}`;
  }
  const on = eventSource === undefined ? "" : ` on ${eventSource.replace(/\.amazonaws\.com$/, "")}`;
  const ended = outcome === "refused" ? "was refused" : outcome;
  const why = errorCode === undefined || outcome === "succeeded" ? "" : ` with ${errorCode}`;
  const times = count === 1 ? "" : ` (${count} events)`;
  return `${who} called ${eventName ?? "an unnamed event"}${on}${from}, which ${ended}${why}${times}`;
}

/** An address needs none of the characters that would end the text around it. */
function linkText(link: string | undefined): string {
  return link === undefined || /["\\<>\s]/.test(link) ? CONSOLE : link;
}

const CONSOLE = "https://console.aws.amazon.com/cloudtrailv2/home";
