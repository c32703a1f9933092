import { STAGES, type Stage } from "../../../core/operation/dead-letter.ts";
import type { StackParts } from "../../../core/operation/stack-parts.ts";
import { type Command, type CommandLine, type Io, UsageError } from "../../command.ts";
import { REDRIVE_SCHEMA } from "../../json/operation-schemas.ts";
import {
  type DeadLetterQueue,
  type RedriveDeps,
  type RedriveReport,
  redriveQueue,
} from "../../operation/redrive-queue.ts";
import { askedStack, STACK_OPTIONS, STACK_WORDS } from "../../operation/stack-option.ts";
import { startProgress } from "../../progress.ts";
import { listenForStop } from "../../run/stop-signal.ts";
import { inLine } from "../../terminal-text.ts";

/** Sends dead letters back to where they came from. */
export const redriveCommand: Command = {
  name: "redrive",
  summary: "Send dead letters back to where they came from",
  operands: "<stage|all>",
  about: `
Sends dead letters back, once what made them is repaired. Stages:

  splitter   log files and notifications, to the splitter's continuation queue
  critical   events of critical rules, to their queue
  buffer     the other events, to the buffer
  notifier   what a destination does not show, and events, to the buffer
  consumers  what consumers did not take: back onto the bus it was on, or into the consumer's own
             queue; --consumer names one

Each letter is read first: one that nobody would understand stays, and the exit status is 1. It is
deleted once it was sent, so that an end half-way loses nothing: run it again. An event that comes twice
is known to the table, and alerts once; on the bus every consumer gets it once more. Letters that come
while it runs stay: what was sent back may have failed again. --dry-run shows all and changes nothing.

Needs sqs:ReceiveMessage, sqs:DeleteMessage and sqs:ChangeMessageVisibility on queues of dead letters,
sqs:GetQueueAttributes, and, as one of the setting operators, sqs:SendMessage on the queues they came
from; for consumers events:PutEvents on the bus.
${STACK_WORDS}

Exit status: 0; 1 if letters stay, or it was stopped; 2 if something could not be asked or sent.`,
  options: {
    "dry-run": { description: "Show what would become of each dead letter, and change nothing." },
    consumer: {
      value: "name",
      description: "Of stage consumers: the one whose letters are meant.",
    },
    ...STACK_OPTIONS,
    json: { description: "Print what became of them as one JSON object." },
  },
  examples: [
    {
      words: "redrive all --dry-run",
      says: "What lies among the dead letters, and where it would go",
    },
    { words: "redrive splitter", says: "Log files that could not be read, once they can be" },
    { words: "redrive consumers --consumer siem", says: "What one consumer did not take" },
  ],
  json: REDRIVE_SCHEMA,
  async run(invocation, io) {
    const { value, has } = invocation;
    const stages = stagesOf(invocation);
    const { parts, region } = await askedStack({ value });
    const queues = queuesOf(parts, stages, value("consumer"));
    const { sqsLetters } = await import("../../../adapters/aws/operation/letters.ts");
    const { lostEvents } = await import("../../../adapters/aws/operation/lost-events.ts");
    const letters = sqsLetters(region);
    const depths = await Promise.all(queues.map(({ url }) => letters.depth(url)));
    const total = depths.reduce((sum, { visible }) => sum + visible, 0);
    const dryRun = has("dry-run");
    const stop = listenForStop();
    let isStopped = false;
    void stop.stopped.then(() => {
      isStopped = true;
    });
    const progress = startProgress("dead letters", total, io);
    const deps: RedriveDeps = {
      letters,
      putEvent: lostEvents(region),
      dryRun,
      isStopped: () => isStopped,
      now: Date.now,
      onStep: () => progress.step(),
    };
    const ends = await Promise.allSettled(queues.map((queue) => redriveQueue(queue, deps)));
    progress.done();
    stop.dispose();
    const reports = ends.flatMap((end) => (end.status === "fulfilled" ? [end.value] : []));
    if (queues.length === 0) io.err(`Stack ${inLine(parts.stack)} has no consumers\n`);
    if (has("json")) {
      await io.out(`${JSON.stringify({ stack: parts.stack, dryRun, queues: reports })}\n`);
    } else {
      await print(reports, dryRun, io);
    }
    // Said when all have ended and what became of them is printed: others are not in its way.
    const failed = ends.find((end) => end.status === "rejected");
    if (failed !== undefined) throw failed.reason;
    if (isStopped) io.err("Stopped: what is left is still there, run it again\n");
    return isStopped || reports.some(({ stayed }) => stayed > 0) ? 1 : 0;
  },
};

function stagesOf({ operands, value }: CommandLine): readonly Stage[] {
  const [asked, ...more] = operands;
  const known = `${STAGES.join(", ")} or all`;
  if (asked === undefined) throw new UsageError(`redrive takes a stage: ${known}`);
  if (more.length > 0) throw new UsageError(`redrive takes one stage: ${known}`);
  const stages = STAGES.filter((stage) => asked === "all" || stage === asked);
  if (stages.length === 0) {
    throw new UsageError(`redrive takes ${known}: it is "${asked}"`);
  }
  if (value("consumer") !== undefined && asked !== "consumers") {
    throw new UsageError("--consumer is for stage consumers: redrive consumers --consumer <name>");
  }
  return stages;
}

function queuesOf(
  { queues, consumers, stack }: StackParts,
  stages: readonly Stage[],
  consumer: string | undefined,
): readonly DeadLetterQueue[] {
  const name = consumer?.replace(/[^A-Za-z0-9]/g, "");
  if (name !== undefined && !consumers.has(name)) {
    const known = [...consumers.keys()].join(", ") || "none";
    throw new UsageError(`stack ${stack} has no consumer "${consumer}": there are ${known}`);
  }
  const ofConsumers = [...consumers]
    .filter(([each]) => name === undefined || each === name)
    .map(([each, { deadLetters: url, queue: source }]) => ({
      stage: "consumers" as const,
      consumer: each,
      url,
      ...(source !== undefined && { source }),
    }));
  const all: readonly DeadLetterQueue[] = [
    { stage: "splitter", url: queues.splitterDeadLetters, source: queues.continuations },
    { stage: "critical", url: queues.criticalDeadLetters, source: queues.critical },
    { stage: "buffer", url: queues.bufferDeadLetters, source: queues.buffer },
    { stage: "notifier", url: queues.notifierDeadLetters, source: queues.buffer },
    ...ofConsumers,
  ];
  return all.filter(({ stage }) => stages.includes(stage));
}

/** Letters of a queue that are listed. */
const MOST_LINES = 20;

const FATES = {
  queue: "back",
  bus: "onto the bus",
  nowhere: "deleted",
  stay: "stays",
} as const;

async function print(reports: readonly RedriveReport[], dryRun: boolean, io: Io): Promise<void> {
  for (const report of reports) {
    const { stage, consumer, sent, put, dropped, stayed, came, isPartial, items } = report;
    const all = sent + put + dropped + stayed + came;
    const counts = [
      [sent, "back to their queue"],
      [put, "onto the bus once more"],
      [dropped, "deleted, as nothing is to be done again"],
      [stayed, "stay, as nobody would understand them"],
      [came, "stay, as they came meanwhile"],
    ].flatMap(([count, what]) => (count === 0 ? [] : [`${count} ${what}`]));
    const name = consumer === undefined ? stage : `consumer ${inLine(consumer)}`;
    const more = isPartial ? ", and there may be more" : "";
    const fates = counts.length === 0 ? "" : `: ${dryRun ? "would be " : ""}${counts.join(", ")}`;
    await io.out(`${name}: ${all} dead ${all === 1 ? "letter" : "letters"}${fates}${more}\n`);
    const listed = items.filter(({ to }) => dryRun || to === "stay");
    for (const { to, what, why } of listed.slice(0, MOST_LINES)) {
      const reason = why === undefined ? "" : ` (${inLine(why)})`;
      await io.out(`  ${FATES[to]}: ${inLine(what)}${reason}\n`);
    }
    const rest = listed.length - MOST_LINES;
    if (rest > 0) await io.out(`  and ${rest} more\n`);
  }
}
