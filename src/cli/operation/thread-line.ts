import { whoName } from "../../core/actor/who.ts";
import { shortHeadline } from "../../core/alert/headline.ts";
import { stateOf } from "../../core/alert/removed-object.ts";
import type { FollowedThread, ThreadNews } from "../../core/operation/followed-threads.ts";
import { rankOf } from "../../core/thread/mark.ts";
import type { Ink } from "../explanation/ink.ts";
import { inLine } from "../terminal-text.ts";

/** A thread in the words of `tail`. */
export interface ThreadFacts {
  readonly kind: "alert" | "removed-object" | "notice";
  /** The least severe is `info`. */
  readonly severity: FollowedThread["head"]["severity"];
  readonly title: string;
  readonly rules: readonly string[];
  readonly actor?: string;
  /** Whose account it happened in. */
  readonly account?: string;
  /** The actor's account where it is another one. */
  readonly callerAccount?: string;
  readonly region?: string;
  readonly eventName?: string;
  readonly address?: string;
  readonly outcome?: "failed" | "refused";
  /** Of its first event. */
  readonly eventId?: string;
  /** Log file of its first event, and where in it. */
  readonly source?: {
    readonly bucket: string;
    readonly key: string;
    readonly index?: number;
  };
}

/** What is known of a thread by its first event. */
export function threadFacts({ head, subject }: FollowedThread): ThreadFacts {
  const { kind, severity, ruleId } = head;
  const known = { kind, severity, rules: ruleId === undefined ? [] : [ruleId] };
  switch (subject?.kind) {
    case "alert": {
      const { actor, failure, ruleIds, source } = subject;
      const { account, callerAccount, region, eventName, sourceIp, eventId } = subject;
      return {
        ...known,
        title: shortHeadline(subject),
        rules: ruleIds,
        actor: whoName(actor),
        ...present({ account, callerAccount, region, eventName, address: sourceIp, eventId }),
        ...(failure !== undefined && { outcome: failure }),
        source,
      };
    }
    case "removed-object": {
      const { requester, account, region, sourceIp, bucket, key } = subject;
      return {
        ...known,
        title: `A CloudTrail file ${stateOf(subject)}: s3://${bucket}/${key}`,
        rules: [],
        ...present({ actor: requester, account, region, address: sourceIp }),
        source: { bucket, key },
      };
    }
    case "notice":
      return { ...known, title: subject.title, rules: [] };
    case undefined:
      return { ...known, title: "An alert of another version, which cannot be read here" };
  }
}

type Texts = Pick<
  ThreadFacts,
  "actor" | "account" | "callerAccount" | "region" | "eventName" | "address" | "eventId"
>;

function present(texts: { readonly [K in keyof Texts]: string | undefined }): Texts {
  return Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== undefined));
}

/** Which threads are followed: each part that is there must fit. */
export interface ThreadFilter {
  readonly rules?: readonly string[];
  readonly severity?: ThreadFacts["severity"];
  readonly accounts?: readonly string[];
}

/** Whether a thread is of a rule, an account, and at least as severe. */
export function isWanted(facts: ThreadFacts, { rules, severity, accounts }: ThreadFilter): boolean {
  const { account = "", callerAccount = "" } = facts;
  return (
    (rules === undefined || facts.rules.some((id) => rules.includes(id))) &&
    (severity === undefined || rankOf(facts.severity) <= rankOf(severity)) &&
    (accounts === undefined || accounts.includes(account) || accounts.includes(callerAccount))
  );
}

/** What is news of a thread as a line. @param at When it is said, milliseconds since the epoch. */
export function threadLine(
  { what, thread }: ThreadNews,
  facts: ThreadFacts,
  at: number,
  ink: Ink,
): string {
  const { severity, title, actor, eventName, account, region, address, rules } = facts;
  const time = new Date(what === "new" ? thread.head.openedAt : at).toISOString().slice(0, 19);
  const colour = SEVERITY_INK[severity];
  const about = [
    ["by", actor],
    ["", eventName],
    ["in", account],
    ["", region],
    ["from", address],
  ].flatMap(([word, text]) => (text === undefined ? [] : [`${word} ${inLine(text)}`.trim()]));
  const [window = ""] = thread.windows.values();
  const said = [
    ink.faint(`${time}Z`),
    ink[colour](severity.padEnd(8)),
    `${what} ${`x${thread.count}`.padEnd(5)}`,
    ink.strong(inLine(title)),
    about.join(" "),
    ink.faint([...rules.map(inLine), inLine(window)].join(" ")),
  ];
  return `${said.filter((part) => part !== "").join("  ")}\n`;
}

const SEVERITY_INK = {
  critical: "bad",
  high: "bad",
  medium: "odd",
  low: "quoted",
  info: "faint",
} as const satisfies Readonly<Record<ThreadFacts["severity"], keyof Ink>>;

/** The same as a value for programs. */
export function threadJson(
  { what, thread }: ThreadNews,
  facts: ThreadFacts,
): Readonly<Record<string, unknown>> {
  return {
    what,
    count: thread.count,
    openedAt: new Date(thread.head.openedAt).toISOString(),
    ...facts,
    windows: [...thread.windows].map(([channel, id]) => ({ channel, id })),
  };
}
