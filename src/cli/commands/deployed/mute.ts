import {
  isHolding,
  LONGEST_MUTE,
  MUTE_KINDS,
  type Mute,
  RULE_ID,
} from "../../../core/mute/mute.ts";
import { muteNotice } from "../../../core/operation/mute-notice.ts";
import { type MuteSubject, openSubjects } from "../../../core/operation/open-thread.ts";
import { type Command, type CommandLine, type Io, UsageError } from "../../command.ts";
import { MUTES_SCHEMA } from "../../json/operation-schemas.ts";
import { askedStack, STACK_OPTIONS, STACK_WORDS } from "../../operation/stack-option.ts";
import { inLine } from "../../terminal-text.ts";

/** Keeps quiet about an actor, a rule or a thread for a while. */
export const muteCommand: Command = {
  name: "mute",
  summary: "Keep quiet about an actor, a rule or a thread for a while",
  operands: "<actor|rule|thread> <what> | list | lift <actor|rule|thread> <what>",
  about: `
Mutes for a while what a channel is told of: its events are counted in one message that says so, which
is edited and notifies nobody; e-mail, webhooks and the bus are told nothing more of it. What is critical
is never muted. The default destinations are told who muted what until when, and why.

  mute rule <id>              alerts that a rule leads
  mute actor <name|ARN|id>    an actor with an open thread: by its name, session or ARN, or by the id of
                              the thread's window, as tail and alerts on the bus have it
  mute thread <id>            one thread in its channel, by the id of its window
  mute list                   what is muted, the longest first
  mute lift <kind> <what>     ends it

It holds for what is drawn from then on, until it ends or is lifted; a thread that it began to count stays
so until its window closes. It lasts a week at most: what is to be silent for longer is an ignore rule.

Needs dynamodb:Query and dynamodb:GetItem on the table, dynamodb:PutItem and dynamodb:DeleteItem to mute
and to lift, and sqs:SendMessage on the critical queue, all as one of the setting operators.
${STACK_WORDS}

Exit status: 0; 1 if it is muted and nobody could be told; 2 if it could not be muted.`,
  options: {
    for: { value: "time", description: "How long: 30m, 4h, 2d; at most 7d." },
    reason: { value: "text", description: "Why, shown with it." },
    ...STACK_OPTIONS,
    json: { description: "Print what is muted as one JSON object." },
  },
  examples: [
    {
      words: "mute rule access-denied --for 4h --reason 'a deployment goes wrong'",
      says: "Four hours without alerts of a rule, but for critical ones",
    },
    { words: "mute actor ci-deploy --for 30m", says: "Half an hour without those of an actor" },
    { words: "mute list", says: "What is muted, by whom and until when" },
    { words: "mute lift rule access-denied", says: "The rule is told of again" },
  ],
  json: MUTES_SCHEMA,
  async run(invocation, io) {
    const asked = askedOf(invocation);
    const { parts, region } = await askedStack(invocation);
    const { operatorTable } = await import("../../../adapters/aws/operation/operator-table.ts");
    const table = operatorTable(parts.tableName, region);
    const now = Date.now();
    const mutes = (await table.mutes()).filter((mute) => isHolding(mute, now));
    if (asked.do === "list") {
      await print(mutes, invocation, io);
      return 0;
    }
    const { callerArn } = await import("../../../adapters/aws/asked/caller.ts");
    const by = (await callerArn(region)).split(/[:/]/).slice(-1).join("");
    let mute: Mute;
    if (asked.do === "lift") {
      mute = liftedOf(asked, mutes);
      await table.deleteMute(mute);
    } else {
      const open = await table.openThreads();
      const subject = subjectOf(asked, open, io);
      const known = mutes.find((it) => it.kind === subject.kind && it.value === subject.value);
      const reason = invocation.value("reason");
      const until = now + asked.milliseconds;
      // One that goes on goes on in its message: it must not last longer than one may for that.
      const since = known !== undefined && until - known.since <= LONGEST_MUTE ? known.since : now;
      mute = { ...subject, since, until, by, ...(reason !== undefined && { reason }) };
      await table.putMute(mute);
    }
    if (asked.do === "mute") io.err("What is critical is told all the same\n");
    const others = mutes.filter((it) => it.kind !== mute.kind || it.value !== mute.value);
    await print(asked.do === "lift" ? others : [...others, mute], invocation, io);
    return await told(muteNotice(mute, asked.do === "lift" ? "lifted" : "muted", by, now), io, {
      region,
      queueUrl: parts.queues.critical,
    });
  },
};

type Kind = Mute["kind"];

/** What the words ask for. */
type Asked =
  | { readonly do: "list" }
  | { readonly do: "lift"; readonly kind: Kind; readonly what: string }
  | {
      readonly do: "mute";
      readonly kind: Kind;
      readonly what: string;
      readonly milliseconds: number;
    };

function askedOf({ operands, value }: CommandLine): Asked {
  const [first, ...rest] = operands;
  if (first === "list") {
    if (rest.length > 0) throw new UsageError(`mute list takes nothing more: "${rest[0]}"`);
    return { do: "list" };
  }
  const [word, what, ...more] = first === "lift" ? rest : operands;
  const kind = MUTE_KINDS.find((it) => it === word);
  if (kind === undefined) {
    const is = word === undefined ? "nothing is said" : `it is "${word}"`;
    throw new UsageError(`mute takes actor, rule or thread, list, or lift: ${is}`);
  }
  if (what === undefined || what === "") throw new UsageError(`which ${kind}? mute ${kind} <what>`);
  if (more.length > 0) throw new UsageError(`mute takes one ${kind}: quote "${what} ${more[0]}"`);
  if (kind === "rule" && !RULE_ID.test(what)) {
    throw new UsageError(`a rule is named by its id, such as access-denied: it is "${what}"`);
  }
  if (first === "lift") return { do: "lift", kind, what };
  return { do: "mute", kind, what, milliseconds: timeOf(value("for")) };
}

const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

function timeOf(text: string | undefined): number {
  if (text === undefined) throw new UsageError("how long? --for 4h");
  const [, count, unit = ""] = /^(\d{1,5})([mhd])$/.exec(text) ?? [];
  const milliseconds = Number(count) * (UNITS[unit] ?? Number.NaN);
  if (milliseconds > 0 && milliseconds <= LONGEST_MUTE) return milliseconds;
  throw new UsageError(`--for takes minutes, hours or days, 7d at most: 30m, 4h; it is "${text}"`);
}

function subjectOf(
  { kind, what }: Extract<Asked, { do: "mute" }>,
  open: Parameters<typeof openSubjects>[2],
  io: Io,
): MuteSubject {
  if (kind === "rule") {
    if (!open.some(({ mark }) => mark.ruleId === what)) {
      io.err(`No open thread is of rule ${inLine(what)}: is its id right?\n`);
    }
    return { kind, value: what, label: what };
  }
  const [subject, ...others] = openSubjects(kind, what, open);
  if (subject === undefined) {
    throw new UsageError(
      `there is no open thread of ${kind} "${what}": tail shows those that come, with their ids`,
    );
  }
  if (others.length > 0) {
    const all = [subject, ...others].map(({ label }) => label).join("; ");
    throw new UsageError(`"${what}" is more than one ${kind}: ${all}; name the id of a window`);
  }
  return subject;
}

function liftedOf({ kind, what }: Extract<Asked, { do: "lift" }>, mutes: readonly Mute[]): Mute {
  const [mute, ...others] = mutes.filter(
    (it) =>
      it.kind === kind &&
      (it.value === what || it.label === what || it.label.split(" ").includes(what)),
  );
  if (mute === undefined || others.length > 0) {
    const known = mutes.map((it) => `${it.kind} ${it.label}`).join("; ") || "nothing";
    throw new UsageError(`${kind} "${what}" is not what is muted: ${known}`);
  }
  return mute;
}

async function print(mutes: readonly Mute[], { has }: CommandLine, io: Io): Promise<void> {
  const sorted = [...mutes].sort((a, b) => b.until - a.until);
  if (has("json")) {
    const muted = sorted.map(({ since, until, ...it }) => ({
      ...it,
      since: new Date(since).toISOString(),
      until: new Date(until).toISOString(),
    }));
    await io.out(`${JSON.stringify({ muted })}\n`);
    return;
  }
  if (sorted.length === 0) await io.out("nothing is muted\n");
  for (const { kind, label, until, by, reason } of sorted) {
    const end = new Date(until).toISOString().slice(0, 16).replace("T", " ");
    const why = reason === undefined ? "" : `: ${inLine(reason)}`;
    await io.out(`${kind} ${inLine(label)} until ${end} UTC, by ${inLine(by)}${why}\n`);
  }
}

/** @returns The exit status. */
async function told(
  notice: string,
  io: Io,
  { region, queueUrl }: { readonly region: string | undefined; readonly queueUrl: string },
): Promise<number> {
  const { sqsLetters } = await import("../../../adapters/aws/operation/letters.ts");
  try {
    await sqsLetters(region).send(queueUrl, notice);
    return 0;
  } catch (error) {
    io.err(`It is done, but the channel is not told: ${inLine(String(Object(error).message))}\n`);
    return 1;
  }
}
