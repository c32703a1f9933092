import { randomBytes } from "node:crypto";
import type { QueueAddresses } from "../../../core/operation/stack-parts.ts";
import { numbered } from "../../../core/wording/counted.ts";
import { type Command, type CommandLine, type Io, UsageError } from "../../command.ts";
import { bucketPlace } from "../../input/bucket-inputs.ts";
import { PERIOD_OPTIONS, periodOf } from "../../input/period.ts";
import { startReading } from "../../input/reading.ts";
import { REPLAY_SCHEMA } from "../../json/operation-schemas.ts";
import {
  type Deal,
  dealByRules,
  dealBySplitter,
  fileBatches,
  filesAfter,
  type ReplayState,
} from "../../operation/replay-files.ts";
import {
  type ReplayAsked,
  type ReplayJournal,
  readJournal,
  removeJournal,
  writeJournal,
} from "../../operation/replay-journal.ts";
import { askedStack, STACK_OPTIONS, STACK_WORDS } from "../../operation/stack-option.ts";
import { startProgress } from "../../progress.ts";
import { RULE_OPTIONS } from "../../rules-in-use.ts";
import { listenForStop } from "../../run/stop-signal.ts";
import { inLine } from "../../terminal-text.ts";

/** Sends log files that were there before through a deployed stack once more. */
export const replayCommand: Command = {
  name: "replay",
  summary: "Send log files through the splitter, or the rules, once more",
  operands: "s3://<bucket>/<prefix>",
  about: `
Takes log files of the stack's bucket once more, as they are listed: of a trail, the folders of the days
from --from to --to, whole files.

  through the splitter  every record goes on the bus once more: consumers get it. What rules match is
                        counted as held, and pages nobody
  through the rules     (--through rules, or --rule) the files are read here and judged by the rules of
                        --settings; how many records each rule matches is printed, nothing is sent

With --page people are told: through the splitter as if the files were new, through the rules of what they
match alone. An event that the table knows is told once, for 30 days after it was recorded last, so that a
replay may be repeated.

How far it is stands in a file (--progress): one that is stopped, or ends by an error, goes on there when
the same is asked for again. The splitter is never given more than some hundred files at once.

Needs s3:ListBucket on the bucket; through the splitter, as one of the setting operators,
sqs:SendMessage on the continuation queue, and sqs:GetQueueAttributes; through the rules s3:GetObject
(kms:Decrypt), and with --page sqs:SendMessage on the buffer and the critical queue, as one of operators.
${STACK_WORDS}

Exit status: 0; 1 if it was stopped, or a file could not be read; 2 if something could not be asked or sent.`,
  options: {
    ...PERIOD_OPTIONS,
    through: { value: "way", description: "splitter or rules; splitter if not given." },
    rule: { value: "id", description: "Through the rules, of which this one alone counts." },
    page: { description: "Tell people of what is new to the table." },
    progress: {
      value: "file",
      description: 'Where it stands how far it is; "trailbridge-replay.json" if not given.',
    },
    ...RULE_OPTIONS,
    ...STACK_OPTIONS,
    json: { description: "Print what was done as one JSON object." },
  },
  examples: [
    {
      words: "replay s3://org-logs/AWSLogs/ --from 2026-11-25 --to 2026-11-25",
      says: "A day once more for consumers, without a page",
    },
    {
      words:
        "replay s3://org-logs/AWSLogs/ --from 2d --rule bucket-policy-changed --settings trailbridge.yaml",
      says: "What a rule matches in two days",
    },
    {
      words: "replay s3://org-logs/AWSLogs/ --from 2d --page",
      says: "Two days as if they were new, after an outage",
    },
  ],
  json: REPLAY_SCHEMA,
  async run(invocation, io) {
    const asked = askedOf(invocation);
    const path = invocation.value("progress") ?? "trailbridge-replay.json";
    const before = readJournal(path, asked);
    const now = Date.now();
    const asks = periodOf(invocation, now);
    const begun: ReplayJournal = before ?? {
      asked,
      name: `replay-${new Date(now).toISOString().slice(0, 19)}-${randomBytes(3).toString("hex")}`,
      from: Number.isFinite(asks.from) ? asks.from : null,
      to: Number.isFinite(asks.to) ? asks.to : null,
      files: 0,
      records: 0,
      sent: 0,
      matched: {},
    };
    const period = {
      from: begun.from ?? Number.NEGATIVE_INFINITY,
      to: begun.to ?? Number.POSITIVE_INFINITY,
    };
    const needsStack = asked.through === "splitter" || asked.page;
    const stack = needsStack ? await askedStack(invocation) : undefined;
    const { sqsLetters } = await import("../../../adapters/aws/operation/letters.ts");
    const letters = sqsLetters(stack?.region);
    const stop = listenForStop();
    const state: ReplayState = { isStopped: false, isWhole: true, journal: begun, path };
    void stop.stopped.then(() => {
      state.isStopped = true;
    });
    if (before !== undefined) io.err(`Goes on after ${inLine(before.after ?? "its beginning")}\n`);
    const progress = startProgress("log files", undefined, io);
    const reading = startReading(io, period);
    try {
      const files = filesAfter(asked.place, reading, before?.after, state);
      const deal: Deal =
        asked.through === "splitter"
          ? dealBySplitter(asked, begun.name, letters, queuesOf(stack), state)
          : dealByRules(invocation, asked, reading, letters, stack?.parts.queues, io, now);
      for await (const batch of fileBatches(files)) {
        if (state.isStopped) break;
        state.journal = await deal(batch, state);
        writeJournal(path, state.journal);
        progress.step(batch.length);
        if (state.isStopped) break;
      }
    } finally {
      progress.done();
      stop.dispose();
    }
    if (!state.isStopped) removeJournal(path);
    await print(state, invocation, io);
    if (state.isStopped) io.err(`Stopped: ask for the same again to go on (${inLine(path)})\n`);
    return state.isStopped || !state.isWhole ? 1 : 0;
  },
};

function askedOf({ operands, value, has }: CommandLine): ReplayAsked {
  const [place, ...more] = operands;
  if (place === undefined || more.length > 0 || bucketPlace(place) === undefined) {
    throw new UsageError("replay takes a bucket and a prefix: replay s3://org-logs/AWSLogs/");
  }
  const rule = value("rule");
  const way = value("through") ?? (rule === undefined ? "splitter" : "rules");
  if (way !== "splitter" && way !== "rules") {
    throw new UsageError(`--through takes splitter or rules: it is "${way}"`);
  }
  if (way === "splitter" && rule !== undefined) {
    throw new UsageError("--rule is for --through rules: through the splitter goes every record");
  }
  const [from, to] = [value("from"), value("to")];
  return {
    place,
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    through: way,
    ...(rule !== undefined && { rule }),
    page: has("page"),
  };
}

function queuesOf(stack: Awaited<ReturnType<typeof askedStack>> | undefined): QueueAddresses {
  if (stack === undefined) throw new Error("Cannot replay as no stack was asked for");
  return stack.parts.queues;
}

async function print(
  { journal, isStopped }: ReplayState,
  { has }: CommandLine,
  io: Io,
): Promise<void> {
  const { asked, name, files, records, sent, matched } = journal;
  const { through, page } = asked;
  if (has("json")) {
    const isDone = !isStopped;
    const done = { name, through, page, isDone, files, records, sent, matched };
    await io.out(`${JSON.stringify(done)}\n`);
    return;
  }
  if (through === "splitter") {
    const pages = (count: number) =>
      page
        ? `as if ${count === 1 ? "it was" : "they were"} new`
        : `which ${count === 1 ? "pages" : "page"} nobody, as ${name}`;
    await io.out(`${numbered(files, "log file")} to the splitter, ${pages(files)}\n`);
    return;
  }
  await io.out(
    `${numbered(records, "record")} of ${numbered(files, "log file")}; ${sent} sent to the notifier\n`,
  );
  for (const [id, count] of Object.entries(matched).sort(([, a], [, b]) => b - a)) {
    await io.out(`  ${inLine(id)} matches ${count}\n`);
  }
}
