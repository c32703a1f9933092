import { whoName } from "../actor/who.ts";
import type { Alert, AlertFacts, Writable } from "../alert/alert.ts";
import { clipApart, fewTexts } from "../alert/alert-resources.ts";
import type { Notice } from "../alert/notice.ts";
import { type RemovedObject, removingCall } from "../alert/removed-object.ts";
import type { SubjectFacts } from "../alert/subject.ts";
import { clip } from "../record/event-text.ts";
import type { CallOutcome } from "../record/outcome.ts";
import { sha256 } from "../record/sha256.ts";
import type { Severity } from "../rule/rule.ts";

/**
 * What one event is to its thread: the facts that counting and "what is new" need. A few hundred
 * bytes, every text clipped; a thread may have 50,000.
 */
export interface Member {
  readonly identity: string;
  /** Arrival, milliseconds since the epoch. */
  readonly recordedAt: number;
  /** The event's own time, milliseconds since the epoch; arrival if it is unknown. */
  readonly time: number;
  /** At most 10. */
  readonly ruleIds: readonly string[];
  readonly severity: Severity;
  readonly outcome: CallOutcome;
  readonly actor?: string;
  readonly session?: string;
  readonly account?: string;
  /** The actor's account where it is another one. */
  readonly callerAccount?: string;
  readonly region?: string;
  readonly address?: string;
  readonly eventName?: string;
  readonly errorCode?: string;
  /** At most 10. */
  readonly resources: readonly string[];
  readonly eventId?: string;
  readonly source?: Alert["source"];
  /** JSON of its SNS message: for a topic that gets one per event, and beside a subject. */
  readonly sns?: string;
  /** JSON of its `Subject`, where the window's first event may be recorded in another window. */
  readonly subject?: string;
}

/**
 * What an alert, a removed file or a notice is to its thread.
 *
 * @param recordedAt Arrival, milliseconds since the epoch.
 */
export function memberOf(subject: SubjectFacts, recordedAt: number): Member {
  switch (subject.kind) {
    case "alert":
      return alertMember(subject, recordedAt);
    case "removed-object":
      return removedMember(subject, recordedAt);
    case "notice":
      return noticeMember(subject, recordedAt);
  }
}

function alertMember(alert: AlertFacts, recordedAt: number): Member {
  const { actor, several, resources = [] } = alert;
  const member: Writable<Member> = {
    identity: alert.identity,
    recordedAt,
    time: alert.time ?? recordedAt,
    ruleIds: fewTexts(alert.ruleIds),
    severity: alert.severity,
    outcome: alert.failure ?? "succeeded",
    // A value that is counted, or new, is news of the thread.
    resources: fewTexts(
      several === undefined
        ? resources
        : [...several.flatMap(({ values }) => values), ...resources],
    ),
    source: alert.source,
  };
  const who = whoName(actor);
  if (who) member.actor = clip(who, MAX_FACT);
  if (actor.session) member.session = clip(actor.session, MAX_FACT);
  if (alert.account) member.account = clip(alert.account, MAX_FACT);
  if (alert.callerAccount) member.callerAccount = clip(alert.callerAccount, MAX_FACT);
  if (alert.region) member.region = clip(alert.region, MAX_FACT);
  if (alert.sourceIp) member.address = clip(alert.sourceIp, MAX_FACT);
  if (alert.eventName) member.eventName = clip(alert.eventName, MAX_FACT);
  if (alert.errorCode) member.errorCode = clip(alert.errorCode, MAX_FACT);
  if (alert.eventId !== undefined) member.eventId = alert.eventId;
  return member;
}

/** Severity of a removed log or digest file. */
export const REMOVED_SEVERITY: Severity = "high";

function removedMember(removed: RemovedObject, recordedAt: number): Member {
  return {
    identity: shortIdentity(removed.identity),
    recordedAt,
    time: removed.time ?? recordedAt,
    ruleIds: [],
    severity: REMOVED_SEVERITY,
    outcome: "succeeded",
    ...present({
      actor: removed.requester,
      account: removed.account,
      region: removed.region,
      address: removed.sourceIp,
      eventName: removingCall(removed),
    }),
    resources: [clipApart(`s3://${removed.bucket}/${removed.key}`, MAX_FILE)],
  };
}

/** UTF-16 units of a removed file's address. */
const MAX_FILE = 400;

/** Severity of what the product says of itself. */
const NOTICE_SEVERITY: Severity = "info";

function noticeMember(notice: Notice, recordedAt: number): Member {
  return {
    identity: shortIdentity(notice.identity),
    recordedAt,
    time: recordedAt,
    ruleIds: [],
    severity: NOTICE_SEVERITY,
    outcome: "succeeded",
    resources: noticeResources(notice),
  };
}

/** What a notice is about: its file, else what its first fact names. */
function noticeResources({ facts }: Notice): readonly string[] {
  const [[, first] = []] = facts;
  const { Bucket: bucket, File: file } = Object.fromEntries(facts);
  const about = bucket !== undefined && file !== undefined ? `s3://${bucket}/${file}` : first;
  return about === undefined ? [] : [clipApart(about, MAX_FILE)];
}

/** A table key has an end; two identities stay two. */
function shortIdentity(identity: string): string {
  return identity.length <= MAX_IDENTITY ? identity : `sha256:${sha256(identity)}`;
}

const MAX_IDENTITY = 200;

type Facts = Pick<Member, "actor" | "account" | "region" | "address" | "eventName">;

/** The facts that are there, clipped. */
function present(facts: { readonly [K in keyof Facts]: string | undefined }): Facts {
  const there: Partial<Record<keyof Facts, string>> = {};
  for (const name of Object.keys(facts) as (keyof Facts)[]) {
    const text = facts[name];
    if (text) there[name] = clip(text, MAX_FACT);
  }
  return there;
}

/** UTF-16 units of a fact: an actor's name and session have 200 each. */
const MAX_FACT = 404;
